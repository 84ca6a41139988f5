using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Judging;

/// <summary>A source that could not be opened: whoever asks it is told why.</summary>
public sealed class UnusableSource(MetricsProblem problem) : IMetricsSource, IQuerySource
{
    public Task<MetricsResult> ReadAsync(MetricsQuestion question, CancellationToken cancellationToken) => Task.FromResult(MetricsResult.Failed(problem));

    public Task<QueryValues> AskAsync(string query, CancellationToken cancellationToken) => Task.FromResult(new QueryValues([], problem));
}

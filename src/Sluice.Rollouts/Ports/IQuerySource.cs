using Sluice.Rollouts.Metrics;

namespace Sluice.Rollouts.Ports;

/// <summary>Answers queries in PromQL, for gates that ask their own.</summary>
public interface IQuerySource
{
    /// <summary>The values of all series of the result, NaN and infinities included; only cancellation throws.</summary>
    Task<QueryValues> AskAsync(string query, CancellationToken cancellationToken);
}

/// <summary>What a query gave: values, or why there are none.</summary>
/// <param name="Values">One for each series; empty where the result is, or where there is a problem.</param>
/// <param name="Problem">Why it has no result; <see langword="null"/> where it has one.</param>
public sealed record QueryValues(IReadOnlyList<double> Values, MetricsProblem? Problem);

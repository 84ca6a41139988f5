using Sluice.Analysis;
using Sluice.Model.Gates;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Judging;

/// <summary>The queries that a gate asks, once for each of its looks.</summary>
internal sealed class QueriedIntake(PromQlGate gate, Lane lane, IMetricsSource source) : IIntake
{
    private readonly Dictionary<string, string> _values = new()
    {
        [PromQlPlaceholders.Namespace] = lane.Namespace,
        [PromQlPlaceholders.Service] = lane.Service,
        [PromQlPlaceholders.Candidate] = lane.Candidate.Revision,
        [PromQlPlaceholders.Stable] = lane.Stable?.Mark.Value ?? "",
    };

    private TimeSpan? _looked;

    public bool CountsRequests => false;

    public async Task<Intake> TakeAsync(PodsSeen pods, TimeSpan time, Func<WeightChange> change, CancellationToken cancellationToken)
    {
        if (source is not IQuerySource queries)
        {
            return Intake.Failed("the gate asks queries, and its source answers none; name a Prometheus server under metrics.prometheus of the environment in sluice.yaml");
        }

        if (change().IsStepNew || _looked is null)
        {
            // A look begins with the step, and its values are asked for at its end.
            _looked = time;
            return Intake.Pending;
        }

        if (time - _looked < gate.Interval)
        {
            return new Intake { IsSettled = true };
        }

        var results = new List<QueryResult>();
        MetricsProblem? problem = null;
        foreach (var check in gate.Checks)
        {
            var answer = await queries.AskAsync(PromQlPlaceholders.Fill(check.Query, _values), cancellationToken).ConfigureAwait(false);
            problem ??= answer.Problem;
            if (answer.Problem is null)
            {
                results.Add(new QueryResult(check.Name, answer.Values));
            }
        }

        // What could not be asked is asked at the next occasion, not after another whole look.
        _looked = problem is null ? time : _looked;
        return new Intake { IsSettled = true, Queries = results, Problem = problem?.ToString() };
    }
}

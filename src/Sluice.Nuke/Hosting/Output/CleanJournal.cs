using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Hosting.Output;

/// <summary>A journal whose words hold no secrets: reasons and lines quote what a pod, a job or the cluster said.</summary>
internal sealed class CleanJournal(IRolloutJournal inner, Func<string, string> clean) : IRolloutJournal
{
    public Task<ClusterResult<IReadOnlyList<RolloutRecord>>> NewestAsync(CancellationToken cancellationToken) => inner.NewestAsync(cancellationToken);

    public Task<ClusterProblem?> WriteAsync(RolloutRecord record, CancellationToken cancellationToken)
    {
        var state = record.State;
        return inner.WriteAsync(
            record with
            {
                Intent = [.. record.Intent.Select(clean)],
                State = state.Reason is { } reason ? state with { Reason = reason with { Text = clean(reason.Text) } } : state,
            },
            cancellationToken);
    }

    public Task<ClusterProblem?> AppendAsync(int rollout, IReadOnlyList<JournalLine> lines, CancellationToken cancellationToken) =>
        inner.AppendAsync(rollout, [.. lines.Select(line => line with { Text = clean(line.Text) })], cancellationToken);

    public Task<ClusterResult<IReadOnlyList<JournalLine>>> LinesAsync(int rollout, CancellationToken cancellationToken) => inner.LinesAsync(rollout, cancellationToken);

    // Numbers that a gate counted.
    public Task<ClusterProblem?> KeepGateAsync(int rollout, string service, byte[] learnt, CancellationToken cancellationToken) =>
        inner.KeepGateAsync(rollout, service, learnt, cancellationToken);

    public Task<ClusterResult<IReadOnlyDictionary<string, byte[]>>> GatesAsync(int rollout, CancellationToken cancellationToken) => inner.GatesAsync(rollout, cancellationToken);
}

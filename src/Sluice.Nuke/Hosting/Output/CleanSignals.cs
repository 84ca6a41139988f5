using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Hosting.Output;

/// <summary>A box of signals whose comments hold no secrets: people paste what they saw.</summary>
internal sealed class CleanSignals(ISignalBox inner, Func<string, string> clean) : ISignalBox
{
    public Task<ClusterProblem?> PostAsync(PersonSignal signal, CancellationToken cancellationToken) =>
        inner.PostAsync(signal with { Comment = clean(signal.Comment) }, cancellationToken);

    public Task<ClusterResult<IReadOnlyList<PersonSignal>>> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

    public Task<ClusterProblem?> TakeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => inner.TakeAsync(ids, cancellationToken);
}

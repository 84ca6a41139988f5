using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Evidence;

/// <summary>Saves the evidence of one failure beside the way back: it starts at once, is waited for briefly, and holds up nothing.</summary>
internal sealed class EvidenceDesk(IEvidenceSource source, IReadOnlyList<IEvidenceKeeper> keepers, IDeployObserver observer, TimeProvider time)
{
    /// <summary>For reading: pods that are about to go answer in milliseconds or not at all.</summary>
    private static readonly TimeSpan ReadingTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan KeepingTime = TimeSpan.FromSeconds(4);

    /// <summary>Reads, without ever throwing.</summary>
    public async Task<EvidenceBundle?> ReadAsync(EvidenceRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ReadingTime, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await source.CollectAsync(request, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Keeps what was read in all places. Answers with these places; a place that refuses is a notice.</summary>
    public async Task<IReadOnlyList<string>> KeepAsync(int release, EvidenceBundle? bundle)
    {
        if (bundle is null)
        {
            return [];
        }

        // The caller's token may be cancelled already; what was read is kept all the same, but not for long.
        using var limit = new CancellationTokenSource(KeepingTime, time);
        string?[] places = await Task.WhenAll(keepers.Select(k => KeepAsync(k, release, bundle, limit.Token))).ConfigureAwait(false);
        return [.. places.OfType<string>()];
    }

    private async Task<string?> KeepAsync(IEvidenceKeeper keeper, int release, EvidenceBundle bundle, CancellationToken cancellationToken)
    {
        try
        {
            ClusterResult<string> kept = await keeper.KeepAsync(release, bundle, cancellationToken).ConfigureAwait(false);
            if (kept.Succeeded(out string? place))
            {
                return place;
            }

            observer.On(new DeployEvent.Notice($"Evidence could not be kept: {kept.Problems[0].What}"));
        }
        catch (OperationCanceledException)
        {
            observer.On(new DeployEvent.Notice("Evidence could not be kept in time."));
        }

        return null;
    }
}

using Sluice.Manifests;
using Sluice.Manifests.Releases;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Releases;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Plan;

/// <summary>Makes the plan of a deploy. Changes nothing.</summary>
/// <param name="objects">Asks the server what applying would do.</param>
/// <param name="ledger">What served before.</param>
/// <param name="releases">The objects of that.</param>
/// <param name="owned">Which of them are still there.</param>
public sealed class DeployPlanner(IClusterObjects objects, ILedger ledger, IReleaseStore releases, IOwnedObjects owned)
{
    /// <summary>The plan, or everything that stands against it.</summary>
    public async Task<ClusterResult<DeployPlan>> MakeAsync(string environment, DeployRequest request, IReadOnlyList<string> notCovered, CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<ObjectChange>> validated = await objects.ValidateAsync(request.Objects, cancellationToken).ConfigureAwait(false);
        return validated.Succeeded(out IReadOnlyList<ObjectChange>? expected)
            ? await OfAsync(environment, request, expected, notCovered, cancellationToken).ConfigureAwait(false)
            : ClusterResult<DeployPlan>.Failed(validated.Problems);
    }

    /// <summary>The plan of a deploy whose objects the server was asked about already.</summary>
    public async Task<ClusterResult<DeployPlan>> OfAsync(
        string environment, DeployRequest request, IReadOnlyList<ObjectChange> expected, IReadOnlyList<string> notCovered, CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<LedgerEntry>> read = await ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
        ClusterResult<IReadOnlySet<string>> keys = await releases.KeysAsync(cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out IReadOnlyList<LedgerEntry>? entries) || !keys.Succeeded(out IReadOnlySet<string>? known))
        {
            return ClusterResult<DeployPlan>.Failed([.. read.Problems, .. keys.Problems]);
        }

        string ownKey = StoredRelease.Of(request.Release.RenderedHash, request.Objects, request.Services).Key;
        ClusterResult<StoredRelease>[] reads = await Task.WhenAll(known.Except([ownKey]).Select(k => releases.GetAsync(k, cancellationToken))).ConfigureAwait(false);
        ClusterProblem[] unread = [.. reads.SelectMany(r => r.Problems).Where(p => p.Kind != ClusterProblemKind.NotFound)];
        if (unread.Length > 0)
        {
            // A plan that does not know what is removed would be approved for less than what is done.
            return ClusterResult<DeployPlan>.Failed(unread);
        }

        StoredRelease[] others = [.. reads.Select(r => r.Value).OfType<StoredRelease>()];
        LedgerEntry? serving = entries.LastOrDefault(e => e.Outcome == LedgerOutcome.Succeeded);

        // As the ledger will be after success.
        IReadOnlyList<LedgerEntry> after = [.. entries, LedgerEntries.Of(request, LedgerOutcome.Succeeded, "", default, default) with { Stored = ownKey }];
        IReadOnlyList<ManifestObject> leftovers = Leftovers.Find(request.Objects, others, RollbackTargets.Reachable(after, request.HistoryLimit), request.Namespace);
        ClusterResult<IReadOnlyList<ManifestObject>> missing = await owned.MissingAsync(leftovers, cancellationToken).ConfigureAwait(false);
        if (!missing.Succeeded(out IReadOnlyList<ManifestObject>? gone))
        {
            return ClusterResult<DeployPlan>.Failed(missing.Problems);
        }

        var plan = new DeployPlan(
            environment,
            request.Namespace,
            request.Release.Version,
            request.Release.Commit,
            request.Release.RenderedHash,
            serving is null ? "" : RollbackTargets.Name(serving),
            Images(request.Release, serving),
            PlannedObjects.Of(expected, others.FirstOrDefault(r => r.Key == serving?.Stored)?.Objects ?? []),
            [.. leftovers.Except(gone).Select(o => o.ToString())],
            NotRestored(request.Objects))
        { NotCovered = notCovered };
        return ClusterResult<DeployPlan>.Ok(plan with { Hash = PlanDocument.HashOf(plan) });
    }

    private static PlannedImage[] Images(Release release, LedgerEntry? serving) =>
    [
        .. release.Images.Select(image => new PlannedImage(
            image.Service,
            serving?.Services.FirstOrDefault(s => s.Name == image.Service)?.Image ?? "",
            serving?.Commit ?? "",
            image.Reference,
            release.Commit)),
    ];

    private static string[] NotRestored(IReadOnlyList<ManifestObject> all) =>
    [
        .. ExternalReferences.Of(all)
            .GroupBy(r => $"{r.Kind}/{r.Name}")
            .Select(g => $"{g.Key}, which {string.Join(", ", g.Select(r => r.UsedBy))} names and no release holds"),
        .. all.Where(o => StoredRelease.IsSecret(o) && !ContentNames.IsContentNamed(o)).Select(o => $"{o}, which keeps its name, and of Secrets no data is stored"),
        .. all.Where(o => o.Kind == "PersistentVolumeClaim").Select(o => $"the data in {o}"),
    ];
}

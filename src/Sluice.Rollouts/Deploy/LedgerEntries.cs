using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Rollouts.Ledger;

namespace Sluice.Rollouts.Deploy;

/// <summary>Makes the ledger's record of a deploy. Pure.</summary>
internal static class LedgerEntries
{
    public const string RevisionLabel = "sluice.dev/revision";

    public static LedgerEntry Of(DeployRequest request, LedgerOutcome outcome, string reason, DateTimeOffset started, DateTimeOffset ended) => new(
        0,
        request.Release.Version,
        request.Release.Commit,
        request.Release.Author,
        started,
        ended,
        outcome,
        reason,
        request.Release.RenderedHash,
        ServicesOf(request));

    /// <summary>What would run.</summary>
    public static IReadOnlyList<LedgerService> ServicesOf(DeployRequest request) =>
        [.. request.Release.Images.Select(image => new LedgerService(image.Service, image.Reference, RevisionOf(request.Objects, image.Service)))];

    /// <summary>The record of going back to a release: what it names is that release's.</summary>
    public static LedgerEntry OfReturn(LedgerEntry target, string author, string reason, LedgerOutcome outcome, DateTimeOffset started, DateTimeOffset ended) => target with
    {
        Number = 0,
        Author = author,
        StartedAt = started,
        EndedAt = ended,
        Outcome = outcome,
        Reason = reason,
        ReturnedTo = target.Release,
    };

    private static string RevisionOf(IReadOnlyList<ManifestObject> objects, string service)
    {
        ManifestObject? workload = objects.FirstOrDefault(o => ApplyOrder.IsWorkload(o.Kind) && o.Name == service);
        return workload is null ? "" : RevisionOf(workload);
    }

    /// <summary>The revision that a workload's pod template bears; empty without.</summary>
    public static string RevisionOf(ManifestObject workload)
    {
        JsonNode? label = workload.Json["spec"]?["template"]?["metadata"]?["labels"]?[RevisionLabel];
        return label?.GetValue<string>() ?? "";
    }
}

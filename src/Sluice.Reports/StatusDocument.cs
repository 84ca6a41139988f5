using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Reports.Rollouts;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Status;

namespace Sluice.Reports;

/// <summary>The status of all environments as scripts read it.</summary>
public sealed record StatusDocument(IReadOnlyList<EnvironmentDocument> Environments)
{
    /// <summary>Indented JSON with camelCase names and a final newline.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StatusJson.Default.StatusDocument) + "\n";
}

/// <summary>One environment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Services">Its services, in the order of the pipeline file.</param>
/// <param name="LastRelease">The newest entry of its ledger, if there is one.</param>
/// <param name="Lock">Who holds its lock; <see langword="null"/> when nobody does.</param>
/// <param name="Admission">What keeps releases out, and what waits; <see langword="null"/> when nothing does.</param>
/// <param name="Rollout">Its newest rollout, over or not; <see langword="null"/> where there never was one.</param>
/// <param name="Due">What falls due without a command that waits for it; <see langword="null"/> when nothing does.</param>
public sealed record EnvironmentDocument(
    string Name,
    string Namespace,
    IReadOnlyList<ServiceState> Services,
    LedgerEntry? LastRelease,
    LockDocument? Lock = null,
    AdmissionDocument? Admission = null,
    RolloutDocument? Rollout = null,
    IReadOnlyList<DueDocument>? Due = null);

/// <summary>What keeps releases out of an environment, and what waits.</summary>
/// <param name="Freeze">In force now, if any.</param>
/// <param name="Holds">In force now.</param>
/// <param name="Waiting">Releases that nobody has said anything about yet.</param>
public sealed record AdmissionDocument(Freeze? Freeze, IReadOnlyList<Hold> Holds, IReadOnlyList<ApprovalRequest> Waiting)
{
    /// <summary><see langword="null"/> when there is nothing to say.</summary>
    public static AdmissionDocument? Of(AdmissionBook book, DateTimeOffset now)
    {
        var document = new AdmissionDocument(book.Freeze is { } freeze && freeze.Holds(now) ? freeze : null, [.. book.HoldsInForce], [.. AdmissionLines.Waiting(book)]);
        return document is { Freeze: null, Holds.Count: 0, Waiting.Count: 0 } ? null : document;
    }
}

/// <summary>A lock that is held.</summary>
/// <param name="Holder">The run that has it.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Url">Where the run can be watched; may be empty.</param>
/// <param name="AcquiredAt">Since when, by the cluster's clock.</param>
/// <param name="IsDead">Whether the run is known to be gone; the next one takes the lock then.</param>
public sealed record LockDocument(string Holder, string Purpose, string Url, DateTimeOffset? AcquiredAt, bool IsDead)
{
    /// <summary><see langword="null"/> for a lock that nobody holds.</summary>
    public static LockDocument? Of(LockView view) => view.Lease is { IsFree: false } lease
        ? new LockDocument(lease.Holder, lease.Purpose, lease.Url, lease.AcquiredAt, view.Standing == LockStanding.Dead)
        : null;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(StatusDocument))]
internal sealed partial class StatusJson : JsonSerializerContext;

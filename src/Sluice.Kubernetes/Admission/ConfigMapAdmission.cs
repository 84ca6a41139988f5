using System.Text.Json.Serialization.Metadata;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Documents;
using Sluice.Rollouts;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Admission;

/// <summary>
/// The admission book in four ConfigMaps of the environment's namespace. Who may write <c>sluice-approvals</c> approves; who
/// deploys needs <c>sluice-requests</c> and <c>sluice-holds</c> only.
/// </summary>
public sealed class ConfigMapAdmission(ApiClient client, string ns, TimeProvider time) : IAdmissionStore
{
    public const string RequestsName = "sluice-requests";
    public const string ApprovalsName = "sluice-approvals";
    public const string FreezeName = "sluice-freeze";
    public const string HoldsName = "sluice-holds";

    private readonly ConfigMapText requests = new(client, ns, RequestsName, "requests.json", time);
    private readonly ConfigMapText approvals = new(client, ns, ApprovalsName, "decisions.json", time);
    private readonly ConfigMapText ice = new(client, ns, FreezeName, "freeze.json", time);
    private readonly ConfigMapText holds = new(client, ns, HoldsName, "holds.json", time);

    public async Task<ClusterResult<AdmissionBook>> ReadAsync(CancellationToken cancellationToken)
    {
        Task<ClusterResult<List<ApprovalRequest>>> reading = ReadAsync(requests, AdmissionDocument.Requests, cancellationToken);
        Task<ClusterResult<List<ApprovalDecision>>> decided = ReadAsync(approvals, AdmissionDocument.Decisions, cancellationToken);
        Task<ClusterResult<List<Freeze>>> frozen = ReadAsync(ice, AdmissionDocument.Freezes, cancellationToken);
        Task<ClusterResult<List<Hold>>> held = ReadAsync(holds, AdmissionDocument.Holds, cancellationToken);
        await Task.WhenAll(reading, decided, frozen, held).ConfigureAwait(false);

        (ClusterResult<List<ApprovalRequest>> asked, ClusterResult<List<ApprovalDecision>> said) = (await reading.ConfigureAwait(false), await decided.ConfigureAwait(false));
        (ClusterResult<List<Freeze>> frost, ClusterResult<List<Hold>> kept) = (await frozen.ConfigureAwait(false), await held.ConfigureAwait(false));
        return asked.Succeeded(out List<ApprovalRequest>? requested) && said.Succeeded(out List<ApprovalDecision>? decisions)
            && frost.Succeeded(out List<Freeze>? freezes) && kept.Succeeded(out List<Hold>? holding)
            ? ClusterResult<AdmissionBook>.Ok(new AdmissionBook { Requests = requested, Decisions = decisions, Freeze = freezes.LastOrDefault(), Holds = holding })
            : ClusterResult<AdmissionBook>.Failed([.. asked.Problems, .. said.Problems, .. frost.Problems, .. kept.Problems]);
    }

    public Task<ClusterProblem?> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken) => ChangeAsync(
        requests,
        AdmissionDocument.Requests,
        AdmissionDocument.MaximumRequests,
        known => [.. known.Where(r => r.Subject != request.Subject), request],
        cancellationToken);

    public Task<ClusterProblem?> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken) =>
        ChangeAsync(approvals, AdmissionDocument.Decisions, AdmissionDocument.MaximumDecisions, known => [.. known, decision], cancellationToken);

    public Task<ClusterProblem?> FreezeAsync(Freeze? freeze, CancellationToken cancellationToken) =>
        ChangeAsync(ice, AdmissionDocument.Freezes, 1, _ => freeze is null ? [] : [freeze], cancellationToken);

    public Task<ClusterProblem?> HoldAsync(Hold hold, CancellationToken cancellationToken) => ChangeAsync(
        holds,
        AdmissionDocument.Holds,
        AdmissionDocument.MaximumHolds,
        known => [.. known.Where(h => h.Revisions != hold.Revisions), hold],
        cancellationToken);

    public Task<ClusterProblem?> LiftAsync(string revisions, HoldLift lift, CancellationToken cancellationToken) => ChangeAsync(
        holds,
        AdmissionDocument.Holds,
        AdmissionDocument.MaximumHolds,
        known => known.Select(h => h.Revisions == revisions && h.Lifted is null ? h with { Lifted = lift } : h),
        cancellationToken);

    private static async Task<ClusterResult<List<T>>> ReadAsync<T>(ConfigMapText from, JsonTypeInfo<List<T>> type, CancellationToken cancellationToken)
    {
        ClusterResult<string> read = await from.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out string? text))
        {
            return ClusterResult<List<T>>.Failed(read.Problems);
        }

        return AdmissionDocument.Read(text, type) is { } items ? ClusterResult<List<T>>.Ok(items) : ClusterResult<List<T>>.Failed(from.Unreadable());
    }

    private static Task<ClusterProblem?> ChangeAsync<T>(
        ConfigMapText at, JsonTypeInfo<List<T>> type, int maximum, Func<List<T>, IEnumerable<T>> change, CancellationToken cancellationToken) =>
        at.ChangeAsync(text => AdmissionDocument.Read(text, type) is { } items ? AdmissionDocument.Write(change(items), maximum, type) : null, cancellationToken);
}

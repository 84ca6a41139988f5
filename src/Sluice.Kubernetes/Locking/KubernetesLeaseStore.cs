using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Locking;

/// <summary>The lock in the Lease <c>sluice-lock</c> of the environment's namespace.</summary>
/// <param name="client">The cluster; one whose writes no guard checks, as the guard is made of this.</param>
/// <param name="ns">The environment's namespace.</param>
public sealed class KubernetesLeaseStore(ApiClient client, string ns) : ILeaseStore
{
    // Names the owner of the fields, whose time in managedFields is when the lock was last written.
    private const string Manager = "?fieldManager=sluice";

    private readonly ApiClient client = client.Urgent();

    private string Collection => $"/apis/coordination.k8s.io/v1/namespaces/{Uri.EscapeDataString(ns)}/leases";

    private string Place => $"{Collection}/{LeaseDocument.Name}";

    public async Task<ClusterResult<LeaseReading>> ReadAsync(CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await client.GetAsync(Place, cancellationToken).ConfigureAwait(false);
        return answer.Error is { IsNotFound: false } error
            ? ClusterResult<LeaseReading>.Failed(Problem(error))
            : ClusterResult<LeaseReading>.Ok(new LeaseReading(answer.Value is { } json ? LeaseDocument.Read(json) : null, answer.Date));
    }

    public async Task<LeaseWrite> WriteAsync(LeaseState next, CancellationToken cancellationToken)
    {
        JsonObject body = LeaseDocument.Write(next, ns);
        bool isNew = next.Version.Length == 0;
        ApiResult<JsonObject> answer = isNew
            ? await client.CreateAsync(Collection + Manager, body, cancellationToken).ConfigureAwait(false)
            : await client.ReplaceAsync(Place + Manager, body, cancellationToken).ConfigureAwait(false);
        if (answer.Succeeded(out JsonObject? stored, out ApiError? error))
        {
            return new LeaseWrite.Stored(LeaseDocument.Read(stored));
        }

        return error switch
        {
            { Status: 409 } => new LeaseWrite.Stale(),
            { IsNotFound: true } when isNew => new LeaseWrite.NoNamespace(),
            { IsNotFound: true } => new LeaseWrite.Stale(), // deleted meanwhile
            _ => new LeaseWrite.Failed(Problem(error)),
        };
    }

    private ClusterProblem Problem(ApiError error) => Problems.Of(error, $"Lease/{LeaseDocument.Name} in {ns}");
}

using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Apply;

/// <summary>
/// Checks objects whose namespace will only be created by the same set: a dry run in it would fail with "not found",
/// so the object's schema is tried under another name in the namespace that every cluster has.
/// </summary>
internal sealed class UnbornNamespaces(ApiClient client)
{
    private const string Elsewhere = "default";
    private const string Suffix = "-sluice-dry-run";

    public async Task<ClusterResult<ObjectChange>> CheckAsync(ApplyTarget target, CancellationToken cancellationToken)
    {
        JsonObject body = SentObject.For(target, Elsewhere);
        string name = target.Object.Name + Suffix;
        body["metadata"]!["name"] = name;
        ApiResult<JsonObject> answer = await client
            .ApplyAsync(target.Resource.ObjectPath(Elsewhere, name), body, ServerSideApply.Manager, dryRun: true, cancellationToken)
            .ConfigureAwait(false);

        // Rights and quotas of the other namespace say nothing about this one; what counts is a refused content or a dead server.
        return answer.Error is { } error && (error.Status is 0 or 400 or 415 or 422 or 401 || error.IsTransient)
            ? ClusterResult<ObjectChange>.Failed(Renamed(Problems.Of(error, target.Label)))
            : ClusterResult<ObjectChange>.Ok(new ObjectChange(target.Object, ChangeKind.Created, target.Converted));
    }

    private static ClusterProblem Renamed(ClusterProblem problem) => problem with { What = problem.What.Replace(Suffix, "", StringComparison.Ordinal) };
}

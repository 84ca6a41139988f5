using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Releases;

/// <summary>
/// Pods that keep an ordered StatefulSet from going back. Kubernetes documents that a set whose update broke waits for the broken
/// pod to become ready even after its template was set back, until someone deletes that pod.
/// </summary>
internal sealed class BlockingPods(ApiClient client, ApplyTarget set)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>For the controller to see a template that was just applied.</summary>
    private const int Looks = 50;

    /// <summary>Deletes each only as it was looked at: one that becomes ready in between stays.</summary>
    public async Task<IReadOnlyList<RemovedObject>> RemoveAsync(CancellationToken cancellationToken)
    {
        var removed = new List<RemovedObject>();
        if (await SeenByItsControllerAsync(cancellationToken).ConfigureAwait(false) is not { } live || !IsOrdered(live) || Ownership.OtherOwner(live) is not null)
        {
            return removed;
        }

        string pods = $"/api/v1/namespaces/{Uri.EscapeDataString(set.Namespace)}/pods";
        ApiResult<JsonObject> answer = await client.GetAsync(pods, cancellationToken).ConfigureAwait(false);
        foreach (JsonObject pod in Json.Items(answer.Value?["items"]).Where(p => Blocks(live, p)))
        {
            string name = Json.Text(pod["metadata"]?["name"]);
            ApiResult<JsonObject> deleted = await client.DeleteAsync($"{pods}/{Uri.EscapeDataString(name)}", Preconditions.Of(pod), cancellationToken).ConfigureAwait(false);
            if (deleted.Error is not { IsNotFound: true } and not { IsConflict: true })
            {
                removed.Add(new RemovedObject(Named(name), deleted.Error is null ? Removal.Removed : Removal.Failed, deleted.Error?.Message ?? ""));
            }
        }

        return removed;
    }

    /// <summary>Whether a pod has another revision than the set's present one and is not ready. Pure.</summary>
    internal static bool Blocks(JsonObject live, JsonObject json)
    {
        string revision = Json.Text(live["status"]?["updateRevision"]);
        PodSnapshot pod = PodSnapshot.Read(json);
        return revision.Length > 0
            && Json.Controller(json) == Json.Text(live["metadata"]?["uid"])
            && Json.Text(json["metadata"]?["labels"]?["controller-revision-hash"]) is { Length: > 0 } own
            && own != revision
            && pod is { Ready: false, Terminating: false };
    }

    /// <summary>Sets that start their pods in parallel replace a broken one by themselves; where a person replaces them, a person decides.</summary>
    private static bool IsOrdered(JsonObject live) =>
        Json.Text(live["spec"]?["podManagementPolicy"]) != "Parallel" && Json.Text(live["spec"]?["updateStrategy"]?["type"]) != "OnDelete";

    /// <summary>The set, once its status speaks of its present template; null when it is not there or its controller does not run.</summary>
    private async Task<JsonObject?> SeenByItsControllerAsync(CancellationToken cancellationToken)
    {
        for (int look = 0; look < Looks; look++)
        {
            ApiResult<JsonObject> answer = await client.GetAsync(set.Path, cancellationToken).ConfigureAwait(false);
            if (!answer.Succeeded(out JsonObject? live, out _))
            {
                return null;
            }

            if (Json.Long(live["status"]?["observedGeneration"]) >= Json.Long(live["metadata"]?["generation"]))
            {
                return live;
            }

            await Task.Delay(LookEvery, client.Time, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private static ManifestObject Named(string pod) => new(
        new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = pod } },
        "");
}

using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;

namespace Sluice.Kubernetes.Status;

/// <summary>Tells which Deployment serves a service: the stack that its Service names, else the Deployment of its own name. Pure.</summary>
internal sealed class ServingWorkloads(IReadOnlyList<JsonObject> deployments, IReadOnlyList<JsonObject> services)
{
    private readonly HashSet<string> stacks = [.. deployments.Select(RevisionOf).Where(revision => revision.Length > 0)];

    /// <summary><see langword="null"/> where nothing runs it.</summary>
    public JsonObject? Of(string service)
    {
        JsonObject? pointer = services.FirstOrDefault(one => Name(one) == service);
        string named = Json.Text(pointer?["spec"]?["selector"]?[SluiceLabels.Revision]);
        JsonObject[] mine = [.. deployments.Where(one => Json.Text(one["metadata"]?["labels"]?[SluiceLabels.Service]) == service && RevisionOf(one).Length > 0)];
        return mine.FirstOrDefault(one => named.Length > 0 && RevisionOf(one) == named)
            ?? deployments.FirstOrDefault(one => Name(one) == service)
            ?? mine.MaxBy(one => Json.Int(one["status"]?["readyReplicas"]));
    }

    /// <summary>Whether a pod that a Deployment selects is not another stack's: the selector of a plain one fits them too.</summary>
    public bool Owns(JsonObject deployment, JsonObject pod)
    {
        string revision = Json.Text(pod["metadata"]?["labels"]?[SluiceLabels.Revision]);
        return RevisionOf(deployment).Length > 0 || !stacks.Contains(revision);
    }

    // A stack selects its own revision; a template bears one in any case.
    private static string RevisionOf(JsonObject deployment) => Json.Text(deployment["spec"]?["selector"]?["matchLabels"]?[SluiceLabels.Revision]);

    private static string Name(JsonObject item) => Json.Text(item["metadata"]?["name"]);
}

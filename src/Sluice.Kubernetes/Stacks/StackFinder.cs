using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Traffic;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Stacks;

/// <summary>Finds the stacks of services, and which of them serve, in what a namespace has. Pure but for the view that it looks at.</summary>
internal static class StackFinder
{
    /// <returns>The oldest first: where two serve, it is the one that did so before.</returns>
    public static IReadOnlyList<StackFacts> Find(NamespaceView view, string ns, IReadOnlyCollection<string> services)
    {
        List<(StackId Id, JsonObject Deployment)> found =
        [
            .. from deployment in view.All(NamespaceView.Deployments) ?? []
               let id = StackView.Identify(view, ns, deployment, services)
               where id is not null
               select (id, deployment),
        ];
        JsonObject[] pointers = [.. Pointers(view)];
        return
        [
            .. from stack in found
               orderby StackView.CreatedOf(stack.Deployment), stack.Id.Name
               let others = found.Where(other => other.Id.Service == stack.Id.Service && other.Id != stack.Id)
               select Facts(view, stack.Id, stack.Deployment, pointers.Any(pointer => NamesAlone(pointer, stack, others))),
        ];
    }

    private static StackFacts Facts(NamespaceView view, StackId id, JsonObject deployment, bool isServing) =>
        new(id, StackView.Asked(deployment), Json.Int(deployment["status"]?["readyReplicas"]), StackView.RevisionOf(deployment), isServing)
        {
            IsWarm = StackNotes.IsWarm(deployment),
            WarmUntil = StackNotes.WarmEnd(deployment),
            IsAutoscaled = StackView.AutoscalersOf(view, id.Name).Any(),
            Created = StackView.CreatedOf(deployment),
        };

    /// <summary>Services that lead to pods, without those that weighted routers keep for the stack on trial.</summary>
    private static IEnumerable<JsonObject> Pointers(NamespaceView view)
    {
        IReadOnlyCollection<JsonObject> services = view.All(TrafficResource.Services.Key) ?? [];
        HashSet<string> helpers = [.. services.Select(service => StackNames.Candidate(StackView.NameOf(service)))];
        return services.Where(service => !helpers.Contains(StackView.NameOf(service)));
    }

    private static bool NamesAlone(JsonObject pointer, (StackId Id, JsonObject Deployment) stack, IEnumerable<(StackId Id, JsonObject Deployment)> others)
    {
        var selector = pointer["spec"]?["selector"] as JsonObject;
        string revision = Json.Text(selector?[SluiceLabels.Revision]);
        string hash = Json.Text(selector?[NamespaceView.HashLabel]);
        if (hash.Length > 0)
        {
            return stack.Id.IsAdopted && stack.Id.Mark.Value == hash;
        }

        bool isSelected = StackView.Selects(selector, PodLabels(stack.Deployment));
        return revision.Length > 0
            ? isSelected && !stack.Id.IsAdopted
            : isSelected && !others.Any(other => StackView.Asked(other.Deployment) > 0 && StackView.Selects(selector, PodLabels(other.Deployment)));
    }

    private static JsonNode? PodLabels(JsonObject deployment) => deployment["spec"]?["template"]?["metadata"]?["labels"];
}

using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Controllers.Deployments;

/// <summary>The ReplicaSet of a template that has none yet.</summary>
internal static class NewReplicaSet
{
    public static JsonObject Of(DeploymentView view)
    {
        // The revision salts the name: a template that comes back after its ReplicaSet was forgotten cannot meet a leftover of that name.
        string hash = Names.Hash(view.Template, (int)view.NextRevision);
        var template = view.Template!.DeepClone().AsObject();
        template.Ensure("metadata", "labels")[DeploymentView.HashLabel] = hash;
        var selector = view.Object.At("spec", "selector")!.DeepClone().AsObject();
        selector.Ensure("matchLabels")[DeploymentView.HashLabel] = hash;
        int replicas = view.IsRecreate ? view.Bounds.Replicas : RollingUpdate.Grown(view.Bounds, 0, view.Old.Sum(DeploymentView.Desired));
        var created = new JsonObject
        {
            ["kind"] = "ReplicaSet",
            ["apiVersion"] = "apps/v1",
            ["metadata"] = new JsonObject
            {
                ["name"] = Names.WithSuffix(view.Object.Name(), hash),
                ["namespace"] = view.Object.Namespace(),
                ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                ["ownerReferences"] = new JsonArray(DeploymentController.Reference(view.Object)),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = replicas,
                ["selector"] = selector,
                ["template"] = template,
            },
        };
        return ReplicaSetUpdate.Annotated(view, created, isCurrent: true);
    }
}

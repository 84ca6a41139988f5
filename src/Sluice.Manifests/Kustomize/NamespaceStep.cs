using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Kustomize;

/// <summary>Moves objects into the namespace of a kustomization.</summary>
internal static class NamespaceStep
{
    public static void Run(KustomizationFile file, List<Resource> resources)
    {
        if (file.Namespace?.Value is not { Length: > 0 } place)
        {
            return;
        }

        foreach (var resource in resources)
        {
            var id = resource.Id;
            if (id is { Group: "", Kind: "Namespace" })
            {
                resource.Rename(place);
            }
            else if (!KnownKinds.IsClusterScoped(id))
            {
                resource.Move(place);
            }

            SetInside(resource.Json, id, place);
        }
    }

    private static void SetInside(JsonObject json, ResourceId id, string place)
    {
        switch (id.Kind)
        {
            // Other accounts follow their ServiceAccount, if it is rendered here.
            case "RoleBinding" or "ClusterRoleBinding":
                foreach (var subject in json["subjects"].Objects())
                {
                    if (subject["kind"].Text() == "ServiceAccount" && subject["name"].Text() == "default")
                    {
                        subject["namespace"] = place;
                    }
                }

                break;
            case "APIService" when id.Group == "apiregistration.k8s.io":
                FieldWalk.Visit(json, "spec/service/namespace", create: true, (map, key) => map[key] = place);
                break;
            case "CustomResourceDefinition" when json.At("spec", "conversion", "webhook", "clientConfig", "service") is JsonObject service:
                service["namespace"] = place;
                break;
        }
    }
}

using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Kustomize;

/// <summary>Changes container images by name.</summary>
internal static class Images
{
    public static void Run(IReadOnlyList<ImageRule> rules, IEnumerable<Resource> resources)
    {
        if (rules.Count == 0)
        {
            return;
        }

        foreach (var resource in resources.Where(resource => resource.Id.Kind != "CustomResourceDefinition"))
        {
            Walk(resource.Json, rules);
        }
    }

    // Containers are found wherever they are, so that custom resources with pod templates are covered too.
    private static void Walk(JsonNode? node, IReadOnlyList<ImageRule> rules)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                Walk(item, rules);
            }
        }
        else if (node is JsonObject map)
        {
            foreach (var (key, value) in map.ToList())
            {
                if (key is "containers" or "initContainers")
                {
                    foreach (var container in value.Objects())
                    {
                        Change(container, rules);
                    }
                }

                Walk(value, rules);
            }
        }
    }

    private static void Change(JsonObject container, IReadOnlyList<ImageRule> rules)
    {
        foreach (var rule in rules)
        {
            if (container["image"].Text() is { } image && ImageName.Parse(image) is var parsed && parsed.Name == rule.Name)
            {
                container["image"] = Apply(parsed, rule).ToString();
            }
        }
    }

    private static ImageName Apply(ImageName image, ImageRule rule)
    {
        var name = rule.NewName.Length > 0 ? rule.NewName : image.Name;
        return rule switch
        {
            { NewTag.Length: > 0 } or { Digest.Length: > 0 } => new ImageName(name, rule.NewTag, rule.Digest),
            _ => image with { Name = name },
        };
    }
}

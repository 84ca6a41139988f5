using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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

        List<Matcher> matchers = [.. rules.Select(rule => new Matcher(rule))];
        foreach (var resource in resources.Where(resource => resource.Id.Kind != "CustomResourceDefinition"))
        {
            Walk(resource.Json, matchers);
        }
    }

    // Containers are found wherever they are, so that custom resources with pod templates are covered too.
    private static void Walk(JsonNode? node, IReadOnlyList<Matcher> rules)
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

    private static void Change(JsonObject container, IReadOnlyList<Matcher> rules)
    {
        foreach (var rule in rules)
        {
            if (container["image"].Text() is { } image && rule.Matches(image))
            {
                container["image"] = Apply(ImageName.Parse(image), rule.Rule).ToString();
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

    // The name is a pattern, as in kustomize; what may follow it is what a tag and a digest are made of.
    private sealed class Matcher(ImageRule rule)
    {
        private readonly Regex _pattern = new($"^{rule.Name}(:[a-zA-Z0-9_.{{}}-]*)?(@sha256:[a-zA-Z0-9_.{{}}-]*)?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

        public ImageRule Rule => rule;

        public bool Matches(string image) => _pattern.IsMatch(image);
    }
}

using System.Text.Json.Nodes;
using Sluice.Model.Files.Shapes;

namespace Sluice.Manifests.Kustomize;

/// <summary>Makes ConfigMaps and Secrets.</summary>
internal static class Generators
{
    public static void Run(KustomizationFile file, List<Resource> resources, RenderContext context)
    {
        foreach (var (rules, kind) in new[] { (file.ConfigMaps, "ConfigMap"), (file.Secrets, "Secret") })
        {
            foreach (var rule in rules)
            {
                Add(Generate(file, rule.Value, kind, context), rule, file, resources, context);
            }
        }
    }

    private static Resource Generate(KustomizationFile file, GeneratorRule rule, string kind, RenderContext context)
    {
        var options = rule.Options.Over(file.Options);
        var metadata = new JsonObject { ["name"] = rule.Name };
        AddMap(metadata, "labels", options.Labels);
        AddMap(metadata, "annotations", options.Annotations);
        if (rule.Namespace.Length > 0)
        {
            metadata["namespace"] = rule.Namespace;
        }

        var json = new JsonObject { ["apiVersion"] = "v1", ["kind"] = kind, ["metadata"] = metadata };
        if (kind == "Secret")
        {
            json["type"] = rule.Type;
            json["data"] = new JsonObject();
        }

        foreach (var (key, content) in GeneratorContent.Read(file, rule, context))
        {
            GeneratorContent.Store(json, kind, key, content);
        }

        if (options.Immutable)
        {
            json["immutable"] = true;
        }

        return new Resource(json, file.Path) { NeedsHash = !options.DisableNameSuffixHash };
    }

    private static void Add(Resource made, Located<GeneratorRule> rule, KustomizationFile file, List<Resource> resources, RenderContext context)
    {
        var matches = resources.FindAll(known => known.AllIds.Any(id => id.Matches(made.Id)));
        var behavior = rule.Value.Behavior;
        if (matches.Count == 0 && behavior == GeneratorBehavior.Create)
        {
            resources.Add(made);
            return;
        }

        if (matches.Count != 1 || behavior == GeneratorBehavior.Create)
        {
            var problem = matches.Count switch
            {
                0 => $"there is no {made.Id} to {(behavior == GeneratorBehavior.Merge ? "merge into" : "replace")}",
                1 => $"{made.Id} is there already, from {matches[0].Source}",
                _ => $"several objects are called {made.Id}",
            };
            context.Add(file.Path, rule.Node, rule.Path, problem, "behavior: create for a new object; merge or replace for one of a base (its namespace counts)");
            return;
        }

        Combine(made, matches[0], behavior);
        resources[resources.IndexOf(matches[0])] = made;
    }

    private static void Combine(Resource made, Resource old, GeneratorBehavior behavior)
    {
        foreach (var part in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            if (old.Metadata[part] is JsonObject below)
            {
                made.Metadata[part] = Over(below, made.Metadata[part] as JsonObject);
            }
        }

        if (behavior == GeneratorBehavior.Merge)
        {
            foreach (var part in (ReadOnlySpan<string>)["data", "binaryData"])
            {
                if (old.Json[part] is JsonObject below)
                {
                    made.Json[part] = Over(below, made.Json[part] as JsonObject);
                }
            }
        }

        made.NeedsHash &= old.NeedsHash;
        made.Inherit(old);
        made.Metadata["name"] = old.Id.Name;
        if (old.Id.Namespace.Length > 0)
        {
            made.Metadata["namespace"] = old.Id.Namespace;
        }

        made.Source = $"{old.Source}, {made.Source}";
    }

    private static JsonObject Over(JsonObject below, JsonObject? above)
    {
        var merged = (JsonObject)below.DeepClone();
        foreach (var (key, value) in above ?? [])
        {
            merged[key] = value?.DeepClone();
        }

        return merged;
    }

    private static void AddMap(JsonObject metadata, string key, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count > 0)
        {
            metadata[key] = new JsonObject(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }
    }
}

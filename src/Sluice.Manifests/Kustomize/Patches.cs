using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Input;

namespace Sluice.Manifests.Kustomize;

/// <summary>Finds what each patch is for and applies it.</summary>
internal static class Patches
{
    /// <summary>What runs before names and labels change.</summary>
    public static void Run(KustomizationFile file, List<Resource> resources, RenderContext context)
    {
        foreach (var entry in file.MergePatches)
        {
            // A text with a line break is the patch itself, everything else a file.
            var isInline = entry.Value.Contains('\n', StringComparison.Ordinal);
            var rule = new PatchRule(isInline ? entry : null, isInline ? null : entry, null, false, false);
            new Patching(file, entry, entry.Path, rule, resources, context).Run();
        }

        foreach (var patch in file.Patches)
        {
            new Patching(file, null, patch.Path, patch.Value, resources, context).Run(patch.Node);
        }
    }

    /// <summary>The old patchesJson6902, which see the new names.</summary>
    public static void RunLate(KustomizationFile file, List<Resource> resources, RenderContext context)
    {
        foreach (var patch in file.JsonPatches)
        {
            new Patching(file, null, patch.Path, patch.Value, resources, context).Run(patch.Node);
        }
    }

    private sealed class Patching(
        KustomizationFile file, Located<string>? entry, string path, PatchRule rule, List<Resource> resources, RenderContext context)
    {
        private Model.Yaml.YamlNode _node = entry?.Node ?? new Model.Yaml.YamlMap([], 1, 1);

        public void Run(Model.Yaml.YamlNode? node = null)
        {
            _node = node ?? _node;
            if (rule.Inline is null == rule.File is null)
            {
                Add("a patch has exactly one of patch and path", "patch: | with the text, or path: with a file");
                return;
            }

            var source = file.Path;
            var text = rule.Inline?.Value;
            if (rule.File is { } at)
            {
                if (context.ReadNamed(file, at, at.Value) is not { } read)
                {
                    return;
                }

                (source, text) = (read.Path, RenderContext.Utf8(read.Content));
            }

            foreach (var (json, place) in ReadPatch(text!, source))
            {
                if (json is JsonArray operations)
                {
                    ApplyOperations(operations);
                }
                else if (json is JsonObject map)
                {
                    ApplyMerge(map);
                }
                else
                {
                    Add($"the patch is {place.Describe()}", "a Kubernetes object, or a list of JSON6902 operations");
                }
            }
        }

        // Inside an inline patch lines count from its own start; errors point at the patch instead.
        private List<(JsonNode Json, Model.Yaml.YamlNode Node)> ReadPatch(string text, string source)
        {
            var before = context.Errors.Count;
            var documents = context.ReadDocuments(text, source).ToList();
            if (rule.Inline is not null)
            {
                for (var index = before; index < context.Errors.Count; index++)
                {
                    var error = context.Errors[index];
                    context.Errors[index] = error with { Line = _node.Line, Column = _node.Column, Key = path, Problem = $"line {error.Line} of the patch: {error.Problem}" };
                }
            }

            return context.Errors.Count > before ? [] : documents;
        }

        private void ApplyOperations(JsonArray operations)
        {
            if (rule.Target is null)
            {
                Add("a JSON6902 patch has no target", "target: with kind and name of what it changes");
                return;
            }

            foreach (var resource in resources.Where(rule.Target.Selects).ToList())
            {
                var before = resource.Id;
                var changed = (JsonObject)resource.Json.DeepClone();
                if (JsonPatch.Apply(changed, operations) is { } problem)
                {
                    Add($"the patch does not fit {before} from {resource.Source}: {problem}", "operations on paths that exist");
                    continue;
                }

                Change(resource, changed, before, rule.AllowNameChange, rule.AllowKindChange);
            }
        }

        private void ApplyMerge(JsonObject patch)
        {
            if (StrategicMerge.FindUnsupported(patch) is { } directive)
            {
                Add($"the directive {directive} is not supported here", "$patch: delete, replace or merge, or a JSON6902 patch");
                return;
            }

            foreach (var resource in Targets(patch))
            {
                var before = resource.Id;
                if (new StrategicMerge(before).Apply(resource.Json, patch) is { } changed)
                {
                    Change(resource, changed, before, rule.AllowNameChange, rule.AllowKindChange);
                }
                else
                {
                    resources.Remove(resource);
                }
            }
        }

        private List<Resource> Targets(JsonObject patch)
        {
            if (rule.Target is not null)
            {
                return resources.FindAll(rule.Target.Selects);
            }

            var id = ResourceId.Of(patch);
            var found = resources.FindAll(resource => resource.AllIds.Any(known => known.Matches(id)));
            if (found.Count != 1)
            {
                var names = resources.Where(resource => resource.Id.Kind == id.Kind).Select(resource => resource.OriginalId.Name);
                Add(
                    found.Count == 0 ? $"there is no {patch["apiVersion"].Text()} {id} to patch" : $"several objects are {id}",
                    "apiVersion, kind, name and namespace of an object of this kustomization, or a target",
                    NearestName.Of(id.Name, names));
                return [];
            }

            return found;
        }

        private static void Change(Resource resource, JsonObject changed, ResourceId before, bool allowName, bool allowKind)
        {
            resource.Json = changed;
            var after = resource.Id;
            if (after.Name != before.Name)
            {
                resource.Metadata["name"] = before.Name;
                if (allowName)
                {
                    resource.Rename(after.Name);
                }
            }

            if (after.Kind != before.Kind && !allowKind)
            {
                changed["kind"] = before.Kind;
            }

            if (after.Namespace != before.Namespace && before.Namespace.Length > 0)
            {
                resource.Metadata["namespace"] = before.Namespace;
            }
            else if (after.Namespace != before.Namespace)
            {
                resource.Metadata.Remove("namespace");
            }
        }

        private void Add(string problem, string allowed, string? nearest = null) =>
            context.Add(file.Path, _node, path, problem, allowed, nearest);
    }
}

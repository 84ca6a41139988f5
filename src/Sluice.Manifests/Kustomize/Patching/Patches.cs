using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Kustomize.Patching;

/// <summary>Finds what each patch is for and applies it.</summary>
internal static class Patches
{
    /// <summary>What runs before names and labels change.</summary>
    public static void Run(KustomizationFile file, List<Resource> resources, RenderContext context)
    {
        foreach (var entry in file.MergePatches)
        {
            // A text with a line break or a brace is the patch itself, everything else a file.
            var isInline = entry.Value.Contains('\n', StringComparison.Ordinal) || entry.Value.StartsWith('{');
            var rule = new PatchRule(isInline ? entry : null, isInline ? null : entry, null, false, false);
            Apply(file, rule, entry.Node, entry.Path, resources, context);
        }

        foreach (var patch in file.Patches)
        {
            Apply(file, patch.Value, patch.Node, patch.Path, resources, context);
        }
    }

    /// <summary>The old patchesJson6902, which see the new names. Names that they change are not followed by references.</summary>
    public static void RunLate(KustomizationFile file, List<Resource> resources, RenderContext context)
    {
        foreach (var patch in file.JsonPatches)
        {
            void Report(string problem, string allowed, string? nearest = null) => context.Add(file.Path, patch.Node, patch.Path, problem, allowed, nearest);

            var content = new PatchReader(file, patch.Value, patch.Node, patch.Path, context).Read();
            if (content.Operations is { } operations)
            {
                ApplyOperations(operations, patch.Value, resources, (resource, changed) => resource.Json = changed, Report);
            }
            else if (content.Merges.Count > 0)
            {
                Report("the patch is a Kubernetes object", "a list of JSON6902 operations; objects go under patches");
            }
        }
    }

    private static void Apply(KustomizationFile file, PatchRule rule, YamlNode node, string path, List<Resource> resources, RenderContext context)
    {
        void Report(string problem, string allowed, string? nearest = null) => context.Add(file.Path, node, path, problem, allowed, nearest);

        var content = new PatchReader(file, rule, node, path, context).Read();
        if (content.Operations is { } operations)
        {
            ApplyOperations(operations, rule, resources, (resource, changed) => resource.Become(changed), Report);
        }

        foreach (var merge in content.Merges)
        {
            ApplyMerge(merge, rule, resources, Report);
        }
    }

    // Operations may change everything, also what the object is called.
    private static void ApplyOperations(
        JsonArray operations, PatchRule rule, List<Resource> resources, Action<Resource, JsonObject> change, Action<string, string, string?> report)
    {
        foreach (var resource in resources.Where(rule.Target!.Selects).ToList())
        {
            var changed = (JsonObject)resource.Json.DeepClone();
            if (JsonPatch.Apply(changed, operations) is { } problem)
            {
                report($"the patch does not fit {resource.Id} from {resource.Source}: {problem}", "operations on paths that exist", null);
                continue;
            }

            if (ResourceId.Of(changed) is { Kind.Length: 0 } or { Name.Length: 0 })
            {
                report($"the patch leaves {resource.Id} from {resource.Source} without kind or name", "an object with apiVersion, kind and metadata.name", null);
                continue;
            }

            change(resource, changed);
        }
    }

    private static void ApplyMerge(JsonObject patch, PatchRule rule, List<Resource> resources, Action<string, string, string?> report)
    {
        foreach (var resource in Targets(patch, rule, resources, report))
        {
            if (new StrategicMerge(resource.Id).Apply(resource.Json, patch) is { } changed)
            {
                KeepIdentity(changed, resource.Json, rule);
                resource.Become(changed);
            }
            else
            {
                resources.Remove(resource);
            }
        }
    }

    private static List<Resource> Targets(JsonObject patch, PatchRule rule, List<Resource> resources, Action<string, string, string?> report)
    {
        if (rule.Target is not null)
        {
            return resources.FindAll(rule.Target.Selects);
        }

        var id = ResourceId.Of(patch);
        var found = resources.FindAll(resource => resource.AllIds.Any(known => known.Matches(id)));
        if (found.Count == 1)
        {
            return found;
        }

        var names = resources.Where(resource => resource.Id.Kind == id.Kind).Select(resource => resource.OriginalId.Name);
        report(
            found.Count == 0 ? $"there is no {patch["apiVersion"].Text()} {id} to patch" : $"several objects are {id}",
            "apiVersion, kind, name and namespace of an object of this kustomization, or a target",
            NearestName.Of(id.Name, names));
        return [];
    }

    // The patch of a target is written for many: what it calls itself counts only where the options say so.
    private static void KeepIdentity(JsonObject changed, JsonObject before, PatchRule rule)
    {
        changed["apiVersion"] = before["apiVersion"]?.DeepClone();
        if (!rule.AllowKindChange)
        {
            changed["kind"] = before["kind"]?.DeepClone();
        }

        var (metadata, old) = (changed.MapAt("metadata"), before.MapAt("metadata"));
        if (!rule.AllowNameChange)
        {
            metadata["name"] = old["name"]?.DeepClone();
        }

        if (old["namespace"] is { } place)
        {
            metadata["namespace"] = place.DeepClone();
        }
        else
        {
            metadata.Remove("namespace");
        }
    }
}

using System.Text.Json.Nodes;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Kustomize.Replacing;

/// <summary>Copies values from one object into others.</summary>
internal static class Replacements
{
    public static void Run(KustomizationFile file, List<Resource> resources, RenderContext context)
    {
        foreach (var rule in file.Replacements)
        {
            foreach (var (value, place, path) in Expand(file, rule, context))
            {
                new Replacing(place, resources, context).Run(value, path);
            }
        }
    }

    // A rule may be in a file of its own, which holds one or a list of them.
    private static List<(ReplacementRule Rule, string File, Located<ReplacementRule> At)> Expand(
        KustomizationFile file, Located<ReplacementRule> rule, RenderContext context)
    {
        if (rule.Value.File is not { } named)
        {
            return [(rule.Value, file.Path, rule)];
        }

        if (context.ReadNamed(file, named, named.Value) is not { } read)
        {
            return [];
        }

        var stream = YamlReader.Read(RenderContext.Utf8(read.Content), read.Path);
        context.Errors.AddRange(stream.Errors);
        var reading = new ReadContext(read.Path);
        var shape = new LocatedShape<ReplacementRule>(ReplacementSchema.Replacement);
        var rules = stream.Documents
            .SelectMany(document => document.Root switch { YamlList list => list.Items, { } root => [root], null => [] })
            .Select((node, index) => shape.Read(node, $"[{index}]", reading))
            .OfType<Located<ReplacementRule>>()
            .Select(found => (found.Value, read.Path, found))
            .ToList();
        context.Errors.AddRange(reading.Errors);
        return rules;
    }

    private sealed class Replacing(string file, List<Resource> resources, RenderContext context)
    {
        public void Run(ReplacementRule rule, Located<ReplacementRule> at)
        {
            if (rule.Source is not { } source || rule.Targets.Count == 0)
            {
                context.Add(file, at.Node, at.Path, "a replacement needs source and targets", "source: and targets:");
                return;
            }

            if (Read(source, at.Path + ".source") is not { } value)
            {
                return;
            }

            for (var index = 0; index < rule.Targets.Count; index++)
            {
                Write(rule.Targets[index], value, $"{at.Path}.targets[{index}]");
            }
        }

        private JsonNode? Read(ReplacementSource source, string path)
        {
            var found = resources.FindAll(source.Select.SelectsExactly);
            if (found.Count != 1)
            {
                context.Add(file, source.Node, path, found.Count == 0 ? "the source selects nothing" : $"the source selects several objects: {string.Join(", ", found.Select(one => one.Id))}", "a selector of exactly one object");
                return null;
            }

            var places = FieldPath.Find(found[0].Json, FieldPath.Split(source.FieldPath), create: false);
            if (places is not [{ Value: { } value }])
            {
                context.Add(file, source.Node, path, $"{found[0].Id} has no field {source.FieldPath}", "a field of the object, such as metadata.name or spec.ports.[name=http].port");
                return null;
            }

            if (source.Options.Delimiter.Length == 0)
            {
                return value;
            }

            var parts = ReplacementValue.TextOf(value).Split(source.Options.Delimiter);
            if (source.Options.Index >= 0 && source.Options.Index < parts.Length)
            {
                return JsonValue.Create(parts[source.Options.Index]);
            }

            context.Add(file, source.Node, path, $"the value has {parts.Length} parts, so index {source.Options.Index} is out of range", "an index from 0");
            return null;
        }

        private void Write(ReplacementTarget target, JsonNode value, string path)
        {
            if (target.Select is null)
            {
                context.Add(file, target.Node, path, "the target has no select", "select: with kind or name");
                return;
            }

            var fields = target.FieldPaths.Count > 0 ? [.. target.FieldPaths.Select(field => field.Value)] : (List<string>)["metadata.name"];
            var selected = resources.FindAll(resource =>
                target.Select.SelectsExactly(resource) && !target.Reject.Any(reject => reject.SelectsExactly(resource)));
            foreach (var resource in selected)
            {
                foreach (var field in fields)
                {
                    WriteField(resource, field, target, value, path);
                }
            }
        }

        private void WriteField(Resource resource, string field, ReplacementTarget target, JsonNode value, string path)
        {
            var parts = FieldPath.Split(field);
            var places = FieldPath.Find(resource.Json, parts, target.Options.Create);
            if (places.Count == 0)
            {
                context.Add(file, target.Node, path, $"{resource.Id} has no field {field}", "an existing field, or options.create: true");
                return;
            }

            if (parts is ["metadata", "name"] && value is JsonValue && target.Options.Delimiter.Length == 0)
            {
                resource.Rename(ReplacementValue.TextOf(value));
                return;
            }

            foreach (var place in places)
            {
                if (ReplacementValue.TryFit(place, value, parts, target.Options, out var fitting))
                {
                    place.Set(fitting);
                }
                else
                {
                    var there = place.Value is { } old ? old.ToJsonString() : "null";
                    context.Add(file, target.Node, path, $"{value.ToJsonString()} does not fit {resource.Id} at {field}, which is {there}", "a value of the same type");
                }
            }
        }
    }
}

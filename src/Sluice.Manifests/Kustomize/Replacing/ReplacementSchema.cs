using Sluice.Manifests.Kustomize.Patching;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Yaml;
using static Sluice.Manifests.Kustomize.KustomizationShapes;

namespace Sluice.Manifests.Kustomize.Replacing;

/// <summary>Keys of a replacement.</summary>
internal static class ReplacementSchema
{
    public static Shape<ReplacementRule> Replacement { get; } = ReplacementShape();

    private static RecordShape<ReplacementOptions> OptionsShape()
    {
        var delimiter = Word("delimiter");
        var index = Field.Optional("index", "", new IntegerShape(-1, int.MaxValue), 0);
        var create = Switch("create");
        return new("options", [delimiter, index, create, Refused("encoding", "plain texts")], values =>
            new ReplacementOptions(values.Get(delimiter) ?? "", values.Get(index), values.Get(create)));
    }

    private static RecordShape<ReplacementRule> ReplacementShape()
    {
        var path = Maybe("path", LocatedText);
        var source = Maybe("source", new SourceShape());
        var targets = Items("targets", new TargetShape());
        return new("a replacement", [path, source, targets, Refused("sourceValue", "source")], values =>
            new ReplacementRule(values.Get(path), values.Get(source), values.Get(targets) ?? []));
    }

    /// <summary>A selector and a field in one map.</summary>
    private sealed class SourceShape : Shape<ReplacementSource>
    {
        private static readonly Field<string> s_fieldPath = Word("fieldPath", "metadata.name");
        private static readonly Field<ReplacementOptions?> s_options = Maybe("options", OptionsShape());
        private static readonly RecordShape<(string Path, ReplacementOptions Options)> s_own = new(
            "a source", [s_fieldPath, s_options], values => (values.Get(s_fieldPath) ?? "", values.Get(s_options) ?? ReplacementOptions.None));

        public override string Allowed => "a map that selects one object and names its field in fieldPath";

        public override System.Text.Json.Nodes.JsonObject Schema() => new() { ["type"] = "object" };

        public override ReplacementSource? Read(YamlNode node, string path, ReadContext context)
        {
            if (node is not YamlMap map)
            {
                context.Add(node, path, $"is {node.Describe()}", Allowed);
                return null;
            }

            var own = map.Entries.ToLookup(entry => entry.Key.Text is "fieldPath" or "options");
            var (fieldPath, options) = s_own.Read(new YamlMap([.. own[true]], map.Line, map.Column), path, context);
            return PatchSchema.ExactSelector.Read(new YamlMap([.. own[false]], map.Line, map.Column), path, context) is { } selector
                ? new ReplacementSource(selector, fieldPath, options, node)
                : null;
        }
    }

    private sealed class TargetShape : Shape<ReplacementTarget>
    {
        private static readonly Field<Selector?> s_select = Maybe("select", PatchSchema.ExactSelector);
        private static readonly Field<IReadOnlyList<Selector>> s_reject = Items("reject", PatchSchema.ExactSelector);
        private static readonly Field<IReadOnlyList<Located<string>>> s_paths = Items("fieldPaths", LocatedText);
        private static readonly Field<ReplacementOptions?> s_options = Maybe("options", OptionsShape());

        public override string Allowed => "a map with the keys select, reject, fieldPaths, options";

        public override System.Text.Json.Nodes.JsonObject Schema() => new() { ["type"] = "object" };

        public override ReplacementTarget? Read(YamlNode node, string path, ReadContext context) =>
            new RecordShape<ReplacementTarget>("a target", [s_select, s_reject, s_paths, s_options], values => new ReplacementTarget(
                values.Get(s_select),
                values.Get(s_reject) ?? [],
                values.Get(s_paths) ?? [],
                values.Get(s_options) ?? ReplacementOptions.None,
                node)).Read(node, path, context);
    }
}

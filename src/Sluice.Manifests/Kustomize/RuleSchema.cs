using System.Text.Json.Nodes;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Yaml;
using static Sluice.Manifests.Kustomize.KustomizationShapes;

namespace Sluice.Manifests.Kustomize;

/// <summary>Keys of the shorter parts of a kustomization: labels, images, replicas, the order.</summary>
internal static class RuleSchema
{
    public static Shape<LabelRule> Label { get; } = LabelShape();

    public static Shape<ImageRule> Image { get; } = ImageShape();

    public static Shape<ReplicaRule> Replica { get; } = ReplicaShape();

    public static Shape<SortRule> Sort { get; } = SortShape();

    /// <summary>What kustomize itself takes no notice of: the metadata of a kustomization.</summary>
    public static Shape<string> Anything { get; } = new AnythingShape();

    private static RecordShape<LabelRule> LabelShape()
    {
        var pairs = Map("pairs");
        var selectors = Switch("includeSelectors");
        var templates = Switch("includeTemplates");
        var fields = Items("fields", FieldSpecShape());
        return new("labels", [pairs, selectors, templates, fields], values => new LabelRule(
            values.Get(pairs) ?? new Dictionary<string, string>(), values.Get(selectors), values.Get(templates), values.Get(fields) ?? []));
    }

    private static RecordShape<FieldSpec> FieldSpecShape()
    {
        var path = Field.Required("path", "", Text);
        var (create, kind, group, version) = (Switch("create"), Word("kind"), Word("group"), Word("version"));
        return new("a field", [path, create, kind, group, version], values => new FieldSpec(
            values.Get(path) ?? "", values.Get(create), values.Get(kind) ?? "", values.Get(group) ?? "", values.Get(version) ?? ""));
    }

    private static RecordShape<ImageRule> ImageShape()
    {
        var name = Field.Required("name", "", Pattern);
        var (newName, newTag, digest) = (Word("newName"), Word("newTag"), Word("digest"));
        return new("an image", [name, newName, newTag, digest, Refused("tagSuffix", "newTag with the whole tag (kustomize appends a suffix twice)")], values => new ImageRule(
            values.Get(name) ?? "", values.Get(newName) ?? "", values.Get(newTag) ?? "", values.Get(digest) ?? ""));
    }

    private static RecordShape<ReplicaRule> ReplicaShape()
    {
        var name = Field.Required("name", "", Text);
        var count = Field.Required("count", "", new IntegerShape(0, int.MaxValue));
        return new("a replica count", [name, count], values => new ReplicaRule(values.Get(name) ?? "", values.Get(count)));
    }

    private static RecordShape<SortRule> SortShape()
    {
        var order = Field.Required("order", "", new ChoiceShape<bool>(("legacy", true), ("fifo", false)));
        var (first, last) = (Items("orderFirst", Text), Items("orderLast", Text));
        var lists = Maybe("legacySortOptions", new RecordShape<ApplyOrder>(
            "the kinds that come first and last", [first, last], values => new ApplyOrder(values.Get(first) ?? [], values.Get(last) ?? [])));
        return new("an order", [order, lists], values => new SortRule(values.Get(order) ? values.Get(lists) ?? ApplyOrder.Usual : null));
    }

    private sealed class AnythingShape : Shape<string>
    {
        public override string Allowed => "anything";

        public override JsonObject Schema() => [];

        public override string? Read(YamlNode node, string path, ReadContext context) => "";
    }
}

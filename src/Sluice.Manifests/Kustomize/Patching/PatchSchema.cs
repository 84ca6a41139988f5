using Sluice.Model.Files.Shapes;
using static Sluice.Manifests.Kustomize.KustomizationShapes;

namespace Sluice.Manifests.Kustomize.Patching;

/// <summary>Keys of a patch and of a selector.</summary>
internal static class PatchSchema
{
    public static Shape<Selector> Selector { get; } = SelectorShape(Pattern);

    /// <summary>A selector whose parts are taken literally.</summary>
    public static Shape<Selector> ExactSelector { get; } = SelectorShape(Text);

    public static Shape<PatchRule> Patch { get; } = PatchShape();

    private static RecordShape<Selector> SelectorShape(Shape<string> text)
    {
        Field<string> Part(string key) => Field.Optional(key, key, text, "");
        var (group, version, kind, name, place) = (Part("group"), Part("version"), Part("kind"), Part("name"), Part("namespace"));
        var labels = Maybe("labelSelector", Labels);
        var annotations = Maybe("annotationSelector", Labels);
        return new("a selector", [group, version, kind, name, place, labels, annotations], values => new Selector(
            values.Get(group) ?? "",
            values.Get(version) ?? "",
            values.Get(kind) ?? "",
            values.Get(name) ?? "",
            values.Get(place) ?? "",
            values.Get(labels) ?? LabelSelector.Everything,
            values.Get(annotations) ?? LabelSelector.Everything));
    }

    private static RecordShape<PatchRule> PatchShape()
    {
        var inline = Maybe("patch", LocatedText);
        var path = Maybe("path", LocatedText);
        var target = Maybe("target", Selector);
        var (nameChange, kindChange) = (Switch("allowNameChange"), Switch("allowKindChange"));
        var options = Maybe("options", new RecordShape<Tuple<bool, bool>>(
            "options", [nameChange, kindChange], values => Tuple.Create(values.Get(nameChange), values.Get(kindChange))));
        return new("a patch", [inline, path, target, options], values => new PatchRule(
            values.Get(inline), values.Get(path), values.Get(target), values.Get(options)?.Item1 ?? false, values.Get(options)?.Item2 ?? false));
    }
}

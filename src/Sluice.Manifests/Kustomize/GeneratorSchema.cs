using Sluice.Model.Files.Shapes;
using static Sluice.Manifests.Kustomize.KustomizationShapes;

namespace Sluice.Manifests.Kustomize;

/// <summary>Keys of the generators.</summary>
internal static class GeneratorSchema
{
    public static Shape<GeneratorOptions> Options { get; } = OptionsShape();

    public static Shape<GeneratorRule> ConfigMap { get; } = GeneratorShape(isSecret: false);

    public static Shape<GeneratorRule> Secret { get; } = GeneratorShape(isSecret: true);

    private static RecordShape<GeneratorOptions> OptionsShape()
    {
        var (labels, annotations) = (Map("labels"), Map("annotations"));
        var (noHash, immutable) = (Switch("disableNameSuffixHash"), Switch("immutable"));
        return new("options", [labels, annotations, noHash, immutable], values => new GeneratorOptions(
            values.Get(labels) ?? new Dictionary<string, string>(),
            values.Get(annotations) ?? new Dictionary<string, string>(),
            values.Get(noHash),
            values.Get(immutable)));
    }

    private static RecordShape<GeneratorRule> GeneratorShape(bool isSecret)
    {
        var name = Field.Required("name", "", Text);
        var (place, type) = (Word("namespace"), Word("type", "Opaque"));
        var behavior = Field.Optional("behavior", "", new ChoiceShape<GeneratorBehavior>(
            ("create", GeneratorBehavior.Create), ("replace", GeneratorBehavior.Replace), ("merge", GeneratorBehavior.Merge)), GeneratorBehavior.Create);
        var (literals, files, envs, env) = (Items("literals", LocatedText), Items("files", LocatedText), Items("envs", LocatedText), Maybe("env", LocatedText));
        var options = Maybe("options", Options);
        RecordField[] fields = [name, place, behavior, literals, files, envs, env, options];
        return new(isSecret ? "a secret" : "a config map", isSecret ? [.. fields, type] : fields, values => new GeneratorRule(
            values.Get(name) ?? "",
            values.Get(place) ?? "",
            values.Get(type) ?? "",
            values.Get(behavior),
            values.Get(literals) ?? [],
            values.Get(files) ?? [],
            values.Get(env) is { } single ? [.. values.Get(envs) ?? [], single] : values.Get(envs) ?? [],
            values.Get(options) ?? GeneratorOptions.None));
    }
}

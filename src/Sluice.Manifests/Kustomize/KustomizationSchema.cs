using Sluice.Manifests.Kustomize.Patching;
using Sluice.Manifests.Kustomize.Replacing;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Yaml;
using static Sluice.Manifests.Kustomize.KustomizationShapes;

namespace Sluice.Manifests.Kustomize;

/// <summary>Every key of a kustomization that we know.</summary>
internal static class KustomizationSchema
{
    private const string Alpha = "kustomize.config.k8s.io/v1alpha1";

    private static readonly Field<string> s_apiVersion = Field.Optional(
        "apiVersion", "", new ChoiceShape<string>(("kustomize.config.k8s.io/v1beta1", ""), (Alpha, "")), "");

    private static readonly Field<string> s_kind = Field.Optional(
        "kind", "", new ChoiceShape<string>(("Kustomization", "Kustomization"), ("Component", "Component")), "Kustomization");

    private static readonly Field<IReadOnlyList<Located<string>>> s_resources = Items("resources", LocatedText);
    private static readonly Field<IReadOnlyList<Located<string>>> s_bases = Items("bases", LocatedText);
    private static readonly Field<IReadOnlyList<Located<string>>> s_components = Items("components", LocatedText);
    private static readonly Field<Located<string>?> s_namespace = Maybe("namespace", LocatedText);
    private static readonly Field<string?> s_prefix = Maybe("namePrefix", Text);
    private static readonly Field<string?> s_suffix = Maybe("nameSuffix", Text);
    private static readonly Field<IReadOnlyDictionary<string, string>> s_commonLabels = Map("commonLabels");
    private static readonly Field<IReadOnlyDictionary<string, string>> s_commonAnnotations = Map("commonAnnotations");
    private static readonly Field<IReadOnlyList<LabelRule>> s_labels = Items("labels", RuleSchema.Label);
    private static readonly Field<IReadOnlyList<ImageRule>> s_images = Items("images", RuleSchema.Image);
    private static readonly Field<IReadOnlyList<Located<ReplicaRule>>> s_replicas = Items("replicas", new LocatedShape<ReplicaRule>(RuleSchema.Replica));
    private static readonly Field<IReadOnlyList<Located<PatchRule>>> s_patches = Items("patches", new LocatedShape<PatchRule>(PatchSchema.Patch));
    private static readonly Field<IReadOnlyList<Located<string>>> s_mergePatches = Items("patchesStrategicMerge", LocatedText);
    private static readonly Field<IReadOnlyList<Located<PatchRule>>> s_jsonPatches = Items("patchesJson6902", new LocatedShape<PatchRule>(PatchSchema.Patch));
    private static readonly Field<IReadOnlyList<Located<GeneratorRule>>> s_configMaps = Items("configMapGenerator", new LocatedShape<GeneratorRule>(GeneratorSchema.ConfigMap));
    private static readonly Field<IReadOnlyList<Located<GeneratorRule>>> s_secrets = Items("secretGenerator", new LocatedShape<GeneratorRule>(GeneratorSchema.Secret));
    private static readonly Field<GeneratorOptions?> s_options = Maybe("generatorOptions", GeneratorSchema.Options);
    private static readonly Field<IReadOnlyList<Located<ReplacementRule>>> s_replacements = Items("replacements", new LocatedShape<ReplacementRule>(ReplacementSchema.Replacement));
    private static readonly Field<SortRule?> s_sortOptions = Maybe("sortOptions", RuleSchema.Sort);

    private static readonly RecordField[] s_fields =
    [
        s_apiVersion, s_kind, Field.Optional("metadata", "", RuleSchema.Anything, ""),
        s_resources, s_bases, s_components, s_namespace, s_prefix, s_suffix, s_commonLabels, s_commonAnnotations, s_labels,
        s_images, s_replicas, s_patches, s_mergePatches, s_jsonPatches, s_configMaps, s_secrets, s_options, s_replacements, s_sortOptions,
        Refused("vars", "replacements"), Refused("crds", "patches for the fields in question"),
        Refused("configurations", "labels with fields, or replacements"), Refused("helmCharts", "the rendered chart as resources"),
        Refused("helmGlobals", "the rendered chart as resources"), Refused("helmChartInflationGenerator", "the rendered chart as resources"),
        Refused("generators", "configMapGenerator, secretGenerator or resources"), Refused("transformers", "the built-in fields"),
        Refused("validators", "a check in the build"), Refused("openapi", "JSON6902 patches for custom resources"),
        Refused("buildMetadata", "commonAnnotations"),
    ];

    /// <summary>Reads one file; errors go to the context.</summary>
    public static KustomizationFile? Read(YamlNode root, string path, string folder, ReadContext context)
    {
        var shape = new RecordShape<KustomizationFile>("a kustomization", s_fields, values => new KustomizationFile(
            path,
            folder,
            values.Get(s_kind) == "Component",
            [.. values.Get(s_resources) ?? [], .. values.Get(s_bases) ?? []],
            values.Get(s_components) ?? [],
            values.Get(s_namespace),
            values.Get(s_prefix),
            values.Get(s_suffix),
            values.Get(s_labels) ?? [],
            values.Get(s_commonLabels) ?? new Dictionary<string, string>(),
            values.Get(s_commonAnnotations) ?? new Dictionary<string, string>(),
            values.Get(s_images) ?? [],
            values.Get(s_replicas) ?? [],
            values.Get(s_patches) ?? [],
            values.Get(s_mergePatches) ?? [],
            values.Get(s_jsonPatches) ?? [],
            values.Get(s_configMaps) ?? [],
            values.Get(s_secrets) ?? [],
            values.Get(s_options) ?? GeneratorOptions.None,
            values.Get(s_replacements) ?? [],
            values.Get(s_sortOptions) is { } sort ? sort.Order : ApplyOrder.Usual));
        CheckTogether(root, context);
        var stated = WithoutEmpty(root);
        if (stated is YamlMap map && map.Entries.All(entry => entry.Key.Text is "apiVersion" or "kind"))
        {
            context.Add(root, "", "the kustomization is empty", "resources, components or anything else to do");
        }

        return shape.Read(stated, "", context);
    }

    // "resources:" with nothing behind it is how people leave a list empty.
    private static YamlNode WithoutEmpty(YamlNode root) => root is YamlMap map
        ? new YamlMap([.. map.Entries.Where(entry => entry.Value is not YamlScalar { Text: "", IsPlain: true })], map.Line, map.Column)
        : root;

    // Keys that only go together with certain others.
    private static void CheckTogether(YamlNode root, ReadContext context)
    {
        var map = root as YamlMap;
        if (map?.Find("kind") is YamlScalar { Text: "Component" } && map.Find("apiVersion") is YamlScalar { Text: not Alpha } version)
        {
            context.Add(version, "apiVersion", $"a Component is not of {version.Text}", Alpha);
        }

        var sort = map?.Find("sortOptions") as YamlMap;
        if (sort?.Find("order") is YamlScalar { Text: "fifo" } && sort.Find("legacySortOptions") is { } lists)
        {
            context.Add(lists, "sortOptions.legacySortOptions", "does not go with order: fifo", "order: legacy");
        }
    }
}

using Sluice.Model.Files.Shapes;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Kustomize;

/// <summary>What a kustomization.yaml says. Lists that are absent are empty; without an order the objects stay as they were read.</summary>
internal sealed record KustomizationFile(
    string Path,
    string Folder,
    bool IsComponent,
    IReadOnlyList<Located<string>> Resources,
    IReadOnlyList<Located<string>> Components,
    Located<string>? Namespace,
    string? NamePrefix,
    string? NameSuffix,
    IReadOnlyList<LabelRule> Labels,
    IReadOnlyDictionary<string, string> CommonLabels,
    IReadOnlyDictionary<string, string> CommonAnnotations,
    IReadOnlyList<ImageRule> Images,
    IReadOnlyList<Located<ReplicaRule>> Replicas,
    IReadOnlyList<Located<PatchRule>> Patches,
    IReadOnlyList<Located<string>> MergePatches,
    IReadOnlyList<Located<PatchRule>> JsonPatches,
    IReadOnlyList<Located<GeneratorRule>> ConfigMaps,
    IReadOnlyList<Located<GeneratorRule>> Secrets,
    GeneratorOptions Options,
    IReadOnlyList<Located<ReplacementRule>> Replacements,
    ApplyOrder? Order);

/// <summary>Labels and where they go beside <c>metadata.labels</c>.</summary>
internal sealed record LabelRule(
    IReadOnlyDictionary<string, string> Pairs, bool IncludeSelectors, bool IncludeTemplates, IReadOnlyList<FieldSpec> Fields);

/// <summary>What an image becomes. <paramref name="Name"/> is a regular expression; empty texts leave their part alone.</summary>
internal sealed record ImageRule(string Name, string NewName, string NewTag, string Digest);

internal sealed record ReplicaRule(string Name, int Count);

/// <summary>In which order the objects come out; <see langword="null"/> for the one in which they were read.</summary>
internal sealed record SortRule(ApplyOrder? Order);

/// <summary>A patch, inline or in a file, and what it is for; without a target it names its object itself.</summary>
internal sealed record PatchRule(Located<string>? Inline, Located<string>? File, Selector? Target, bool AllowNameChange, bool AllowKindChange);

/// <summary>Content of a ConfigMap or Secret to make.</summary>
internal sealed record GeneratorRule(
    string Name,
    string Namespace,
    string Type,
    GeneratorBehavior Behavior,
    IReadOnlyList<Located<string>> Literals,
    IReadOnlyList<Located<string>> Files,
    IReadOnlyList<Located<string>> EnvFiles,
    GeneratorOptions Options);

/// <summary>Options of generated objects.</summary>
internal sealed record GeneratorOptions(
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations,
    bool DisableNameSuffixHash,
    bool Immutable)
{
    public static GeneratorOptions None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>(), false, false);

    /// <summary>These options over the ones for all generators.</summary>
    public GeneratorOptions Over(GeneratorOptions general) => new(
        Merge(general.Labels, Labels),
        Merge(general.Annotations, Annotations),
        DisableNameSuffixHash || general.DisableNameSuffixHash,
        Immutable || general.Immutable);

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> below, IReadOnlyDictionary<string, string> above)
    {
        var merged = new Dictionary<string, string>(below);
        foreach (var (key, value) in above)
        {
            merged[key] = value;
        }

        return merged;
    }
}

/// <summary>One value copied from one object into fields of others.</summary>
internal sealed record ReplacementRule(Located<string>? File, ReplacementSource? Source, IReadOnlyList<ReplacementTarget> Targets);

internal sealed record ReplacementSource(Selector Select, string FieldPath, ReplacementOptions Options, YamlNode Node);

internal sealed record ReplacementTarget(
    Selector? Select, IReadOnlyList<Selector> Reject, IReadOnlyList<Located<string>> FieldPaths, ReplacementOptions Options, YamlNode Node);

/// <summary>A part of a text: piece <paramref name="Index"/> of what <paramref name="Delimiter"/> separates.</summary>
internal sealed record ReplacementOptions(string Delimiter, int Index, bool Create)
{
    public static ReplacementOptions None { get; } = new("", 0, false);
}

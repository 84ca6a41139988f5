using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Releases;

/// <summary>
/// Gives every ConfigMap and Secret that a workload reads a name that holds a hash of its content, and lets all references
/// follow. So the config of an earlier release stays in the cluster beside the new one, and going back needs no secret data.
/// Names that hold the hash already, as kustomize's generators make them, are left as they are. Pure.
/// </summary>
public static class ContentNames
{
    private const int LongestName = 253;

    /// <summary>Kinds whose pod template may change. A Job's may not: config that only it reads keeps its name.</summary>
    private static readonly FrozenSet<string> s_readers =
        FrozenSet.Create(StringComparer.Ordinal, "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "CronJob");

    /// <summary>Whether an object's name holds the hash of its content. Not to be asked of a Secret whose data was taken out.</summary>
    public static bool IsContentNamed(ManifestObject item) =>
        IsConfig(item) && item.Name.EndsWith(Suffix(item), StringComparison.Ordinal);

    internal static IReadOnlyList<ManifestObject> Give(IReadOnlyList<ManifestObject> objects)
    {
        var read = objects.SelectMany(ReadBy).ToHashSet();
        var names = objects
            .Where(item => IsConfig(item) && read.Contains(new ConfigKey(item.Kind, item.Name, item.Namespace)) && !KeepsItsName(item) && !IsContentNamed(item))
            .ToDictionary(item => new ConfigKey(item.Kind, item.Name, item.Namespace), NewName);
        return names.Count == 0 ? objects : [.. objects.Select(item => Rename(item, names))];
    }

    private static IEnumerable<ConfigKey> ReadBy(ManifestObject item) =>
        s_readers.Contains(item.Kind) && item.Json.At(KnownKinds.PodTemplate(item.Kind)!.Split('/')) is JsonObject template
            ? ConfigReferences.Of(template).Select(reference => new ConfigKey(reference.Kind, reference.Name, item.Namespace))
            : [];

    private static bool IsConfig(ManifestObject item) => item is { Kind: "ConfigMap" or "Secret", ApiVersion: "v1" };

    // For what is also known by its name where no reference tells so: in an argument, or to a program that asks the API for it.
    private static bool KeepsItsName(ManifestObject item) =>
        item.Json.At("metadata", "annotations", SluiceLabels.FixedName).Text() == "true";

    private static string Suffix(ManifestObject item) => "-" + ContentHash.Of(item.Json);

    private static string NewName(ManifestObject item)
    {
        var suffix = Suffix(item);
        return item.Name[..Math.Min(item.Name.Length, LongestName - suffix.Length)] + suffix;
    }

    private static ManifestObject Rename(ManifestObject item, Dictionary<ConfigKey, string> names)
    {
        var json = (JsonObject)item.Json.DeepClone();
        if (names.TryGetValue(new ConfigKey(item.Kind, item.Name, item.Namespace), out var name))
        {
            json.MapAt("metadata")["name"] = name;
        }

        ConfigNameFields.Visit(json, (kind, old) => Find(names, kind, old, item.Namespace));
        return item with { Json = json };
    }

    // What has no namespace of its own (a ClusterRole) may mean a name in any.
    private static string? Find(Dictionary<ConfigKey, string> names, string kind, string name, string place) => place.Length > 0
        ? names.GetValueOrDefault(new ConfigKey(kind, name, place))
        : names.FirstOrDefault(known => known.Key.Kind == kind && known.Key.Name == name).Value;

    private sealed record ConfigKey(string Kind, string Name, string Namespace);
}

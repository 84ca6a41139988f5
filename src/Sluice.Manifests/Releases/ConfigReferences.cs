using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Releases;

/// <summary>Finds the ConfigMaps and Secrets that a pod reads.</summary>
public static class ConfigReferences
{
    /// <summary>Kind and name of each, without repeats, in ordinal order.</summary>
    /// <param name="podTemplate">A pod template, or a pod.</param>
    public static IReadOnlyList<(string Kind, string Name)> Of(JsonObject podTemplate)
    {
        var found = new HashSet<(string, string)>();
        var spec = podTemplate["spec"];
        foreach (var volume in spec.At("volumes").Objects())
        {
            AddVolume(volume, found);
            foreach (var source in volume.At("projected", "sources").Objects())
            {
                AddVolume(source, found);
            }
        }

        foreach (var container in spec.At("containers").Objects().Concat(spec.At("initContainers").Objects()))
        {
            foreach (var variable in container["env"].Objects())
            {
                Add("ConfigMap", variable.At("valueFrom", "configMapKeyRef", "name"), found);
                Add("Secret", variable.At("valueFrom", "secretKeyRef", "name"), found);
            }

            foreach (var source in container["envFrom"].Objects())
            {
                Add("ConfigMap", source.At("configMapRef", "name"), found);
                Add("Secret", source.At("secretRef", "name"), found);
            }
        }

        return [.. found.OrderBy(one => one.Item1, StringComparer.Ordinal).ThenBy(one => one.Item2, StringComparer.Ordinal)];
    }

    // A volume says secretName, a projected source says name.
    private static void AddVolume(JsonObject volume, HashSet<(string, string)> found)
    {
        Add("ConfigMap", volume.At("configMap", "name"), found);
        Add("Secret", volume.At("secret", "secretName") ?? volume.At("secret", "name"), found);
    }

    private static void Add(string kind, JsonNode? name, HashSet<(string, string)> found)
    {
        if (name.Text() is { Length: > 0 } text)
        {
            found.Add((kind, text));
        }
    }
}

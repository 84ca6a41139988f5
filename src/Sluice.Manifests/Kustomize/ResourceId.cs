using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Kustomize;

/// <summary>What tells objects apart. The namespace is empty for none.</summary>
internal sealed record ResourceId(string Group, string Version, string Kind, string Name, string Namespace)
{
    public static ResourceId Of(JsonObject json)
    {
        var apiVersion = json["apiVersion"].Text() ?? "";
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return new ResourceId(
            slash < 0 ? "" : apiVersion[..slash],
            apiVersion[(slash + 1)..],
            json["kind"].Text() ?? "",
            json.At("metadata", "name").Text() ?? "",
            json.At("metadata", "namespace").Text() ?? "");
    }

    /// <summary>Without a namespace an object goes to "default", so the two are one place.</summary>
    public string EffectiveNamespace => Namespace.Length == 0 ? "default" : Namespace;

    public bool Matches(ResourceId other) =>
        Group == other.Group && Version == other.Version && Kind == other.Kind && Name == other.Name && EffectiveNamespace == other.EffectiveNamespace;

    public override string ToString() => Namespace.Length == 0 ? $"{Kind}/{Name}" : $"{Kind}/{Name} in {Namespace}";
}

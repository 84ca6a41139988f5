using System.Text.Json.Nodes;
using Sluice.Kubernetes.Discovery;
using Sluice.Manifests;

namespace Sluice.Kubernetes.Apply;

/// <summary>An object with the place it goes to.</summary>
/// <param name="Object">As it is written.</param>
/// <param name="Resource">Where the cluster keeps it.</param>
/// <param name="Json">In the version that the cluster takes; not to be changed.</param>
/// <param name="Namespace">Empty for objects of the whole cluster.</param>
internal sealed record ApplyTarget(ManifestObject Object, ApiResource Resource, JsonObject Json, string Namespace)
{
    /// <summary>The kind, when only a definition of the same set will bring it.</summary>
    public PlannedKind? Planned { get; init; }

    public string Path => Resource.ObjectPath(Namespace, Object.Name);

    /// <summary>For messages: <c>k8s/base/backend.yaml: Deployment/backend</c>, with the version when it is not the manifest's.</summary>
    public string Label => Converted is { } version ? $"{LabelOf(Object)} (as {version})" : LabelOf(Object);

    /// <summary>The version that the object is sent in, when that is not the one it is written in.</summary>
    public string? Converted => Resource.ApiVersion == Object.ApiVersion ? null : Resource.ApiVersion;

    public bool IsNamespace => Resource is { Kind: "Namespace", ApiVersion: "v1" };

    public static string LabelOf(ManifestObject item) => item.Source.Length == 0 ? item.ToString() : $"{item.Source}: {item}";
}

using Sluice.Kubernetes.Discovery;
using Sluice.Manifests;

namespace Sluice.Kubernetes.Apply;

/// <summary>An object with the place it goes to.</summary>
internal sealed record ApplyTarget(ManifestObject Object, ApiResource Resource, string Namespace)
{
    public string Path => Resource.ObjectPath(Namespace, Object.Name);

    /// <summary>For messages: <c>k8s/base/backend.yaml: Deployment/backend</c>.</summary>
    public string Label => Object.Source.Length == 0 ? Object.ToString() : $"{Object.Source}: {Object}";

    public bool IsNamespace => Resource is { Kind: "Namespace", ApiVersion: "v1" };
}

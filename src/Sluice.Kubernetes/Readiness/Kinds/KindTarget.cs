using Sluice.Kubernetes.Discovery;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>An object that is no Deployment and is waited for.</summary>
/// <param name="Resource">Its kind, as the server serves it.</param>
/// <param name="Namespace">Where it is; empty for an object of the cluster.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">What the mirror of its collection is called.</param>
internal sealed record KindTarget(ApiResource Resource, string Namespace, string Name, string Key)
{
    /// <summary>Set for a Service, which is looked at through its endpoints.</summary>
    public ServiceGoal? Service { get; init; }

    /// <summary>Path of the collection that tells about it.</summary>
    public string Collection => (Service?.Slices ?? Resource).CollectionPath(Namespace);

    /// <summary>For people: <c>StatefulSet/db</c>.</summary>
    public string Label => $"{Resource.Kind}/{Name}";
}

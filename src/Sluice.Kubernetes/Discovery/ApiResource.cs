namespace Sluice.Kubernetes.Discovery;

/// <summary>Where the server keeps the objects of a kind.</summary>
/// <param name="ApiVersion"><c>v1</c>, <c>apps/v1</c>.</param>
/// <param name="Kind"><c>Deployment</c>.</param>
/// <param name="Plural"><c>deployments</c>.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
public sealed record ApiResource(string ApiVersion, string Kind, string Plural, bool Namespaced)
{
    private string Root => ApiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{ApiVersion}" : $"/api/{ApiVersion}";

    /// <summary>The collection: of one namespace, or of all with an empty one.</summary>
    public string CollectionPath(string ns) => Namespaced && ns.Length > 0
        ? $"{Root}/namespaces/{Uri.EscapeDataString(ns)}/{Plural}"
        : $"{Root}/{Plural}";

    public string ObjectPath(string ns, string name) => $"{CollectionPath(ns)}/{Uri.EscapeDataString(name)}";
}

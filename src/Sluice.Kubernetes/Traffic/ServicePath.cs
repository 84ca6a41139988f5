namespace Sluice.Kubernetes.Traffic;

internal static class ServicePath
{
    public static string Of(string ns, string name) => $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/services/{Uri.EscapeDataString(name)}";
}

using System.Text.Json.Nodes;
using Sluice.Kubernetes.Discovery;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>
/// An Ingress gets its address from a controller that not every cluster has. One without is owed an address only where others of
/// its class have theirs: then somebody gives them out. Pure.
/// </summary>
internal static class IngressRule
{
    /// <summary>The kind, in the only version that has classes and is served by every cluster of today.</summary>
    public static readonly ApiResource Resource = new("networking.k8s.io/v1", "Ingress", "ingresses", true);

    /// <summary>The classes.</summary>
    public static readonly ApiResource Classes = new("networking.k8s.io/v1", "IngressClass", "ingressclasses", false);

    /// <summary>Those of the wanted Ingresses that are owed an address, each with its class.</summary>
    /// <param name="wanted">By namespace and name.</param>
    /// <param name="all">Every Ingress that can be seen.</param>
    /// <param name="classes">The cluster's.</param>
    public static IEnumerable<Owed> Missing(IReadOnlySet<(string Namespace, string Name)> wanted, IReadOnlyList<JsonObject> all, IReadOnlyList<JsonObject> classes)
    {
        HashSet<string> served = [.. all.Where(HasAddress).Select(i => ClassOf(i, classes)).OfType<string>()];
        return from ingress in all
               let ns = Json.Text(ingress["metadata"]?["namespace"])
               let name = NameOf(ingress)
               where wanted.Contains((ns, name)) && !HasAddress(ingress)
               let itsClass = ClassOf(ingress, classes)
               where itsClass is not null && served.Contains(itsClass)
               select new Owed(ns, name, itsClass);
    }

    private static bool HasAddress(JsonObject ingress) =>
        Json.Items(ingress["status"]?["loadBalancer"]?["ingress"]).Any(a => Json.Text(a["ip"]).Length + Json.Text(a["hostname"]).Length > 0);

    /// <summary>Null where the cluster has no such class, or nothing says which one is meant.</summary>
    private static string? ClassOf(JsonObject ingress, IReadOnlyList<JsonObject> classes)
    {
        string name = Json.Text(ingress["spec"]?["ingressClassName"]);
        if (name.Length == 0)
        {
            // The way of older charts; such an Ingress does not belong to the default class.
            name = Json.Text(ingress["metadata"]?["annotations"]?["kubernetes.io/ingress.class"]);
        }

        JsonObject[] found = [.. classes.Where(c => name.Length == 0 ? IsDefault(c) : NameOf(c) == name)];
        return found is [var one] ? NameOf(one) : null;
    }

    private static bool IsDefault(JsonObject ingressClass) =>
        Json.Text(ingressClass["metadata"]?["annotations"]?["ingressclass.kubernetes.io/is-default-class"]) == "true";

    private static string NameOf(JsonObject json) => Json.Text(json["metadata"]?["name"]);

    /// <summary>An Ingress that could have an address and has none.</summary>
    public sealed record Owed(string Namespace, string Name, string Class)
    {
        /// <summary>For people: what is missing, and where to look.</summary>
        public string Notice =>
            $"Ingress/{Name} has no address yet, though other Ingresses of its class, {Class}, have one; this does not stop the deploy. kubectl -n {Namespace} describe ingress {Name} shows what its controller says.";
    }
}

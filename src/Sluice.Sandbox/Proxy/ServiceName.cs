using System.Net;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Proxy;

/// <summary>A host name as a Service of the cluster.</summary>
internal sealed record ServiceName(string Namespace, string Name)
{
    /// <summary><c>name</c>, <c>name.ns</c>, <c>name.ns.svc</c>, <c>name.ns.svc.cluster.local</c>; <see langword="null"/> for a host outside the cluster.</summary>
    public static ServiceName? Of(string host, string podNamespace, IObjectStore store)
    {
        string[] parts = host.TrimEnd('.').Split('.');
        return parts switch
        {
            _ when IPAddress.TryParse(host, out _) || host == "localhost" => null,
            [var name] => new ServiceName(podNamespace, name),
            [var name, var ns] when store.Get(new ResourceKey(Resources.Namespaces, "", ns)) is not null => new ServiceName(ns, name),
            [var name, var ns, "svc"] => new ServiceName(ns, name),
            [var name, var ns, "svc", "cluster", "local"] => new ServiceName(ns, name),
            _ => null,
        };
    }
}

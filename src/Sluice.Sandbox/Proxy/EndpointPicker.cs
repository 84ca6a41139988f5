using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Proxy;

/// <summary>Whom traffic goes to, as it is told apart in the counters.</summary>
/// <param name="Namespace">Of the Service.</param>
/// <param name="Service">The pod's label <c>sluice.dev/service</c>, else the Service's name.</param>
/// <param name="Revision">The pod's label <c>sluice.dev/revision</c>; empty without one.</param>
internal sealed record Destination(string Namespace, string Service, string Revision = "")
{
    /// <summary>Nobody.</summary>
    public static Destination None { get; } = new("", "");
}

/// <summary>A ready endpoint of a service's port, or why there is none.</summary>
internal sealed record Pick(IPEndPoint? Endpoint, Destination Destination, string? Problem = null, bool IsUnknown = false);

/// <summary>Chooses among the ready endpoints of a Service, one after the other. Always reads the present state.</summary>
internal sealed class EndpointPicker(IObjectStore store)
{
    // Each port takes turns of its own: turns in common would send every tenth request, say, to the same pod always.
    private readonly ConcurrentDictionary<(string Namespace, string Name, string? Port), Turn> _turns = new();

    public Pick One(string ns, string name, ServicePort port)
    {
        var destination = new Destination(ns, name);
        if (store.Get(new ResourceKey(Resources.Services, ns, name)) is not { } service)
        {
            return new Pick(null, destination, $"no service \"{name}\" in namespace \"{ns}\"; kubectl get services -n {ns} lists what there is", IsUnknown: true);
        }

        if (port.Of(service) is not { } found)
        {
            string ports = string.Join(", ", service.Objects("spec", "ports").Select(p => port.Name is null ? $"{p.Int("port")}" : p.Text("name") ?? "one without a name"));
            return new Pick(null, destination, $"service \"{name}\" in namespace \"{ns}\" has no port {port}; it has {ports}", IsUnknown: true);
        }

        var ready = Ready(service, found);
        if (ready.Count == 0)
        {
            return new Pick(null, destination, $"service \"{name}\" in namespace \"{ns}\" has no ready endpoints; kubectl get pods -n {ns} shows why");
        }

        var (endpoint, pod) = ready[_turns.GetOrAdd((ns, name, found.Text("name")), _ => new Turn()).Next(ready.Count)];
        return new Pick(endpoint, Of(destination, pod));
    }

    public bool HasReady(JsonObject service, JsonObject port) => Ready(service, port).Count > 0;

    private Destination Of(Destination service, string? pod)
    {
        var labels = pod is null ? null : store.Get(new ResourceKey(Resources.Pods, service.Namespace, pod))?.Labels();
        return labels is null
            ? service
            : new Destination(service.Namespace, labels.GetValueOrDefault("sluice.dev/service", service.Service), labels.GetValueOrDefault("sluice.dev/revision", ""));
    }

    private List<(IPEndPoint Endpoint, string? Pod)> Ready(JsonObject service, JsonObject port) =>
        (from subset in store.Get(new ResourceKey(Resources.Endpoints, service.Namespace(), service.Name())).Objects("subsets")
         let target = subset.Objects("ports").FirstOrDefault(p => p.Text("name") == port.Text("name"))
         where target is not null
         from address in subset.Objects("addresses")
         let ip = IPAddress.TryParse(address.Text("ip"), out var parsed) ? parsed : null
         where ip is not null
         select (new IPEndPoint(ip, target.Int("port") ?? 0), address.Text("targetRef", "name"))).ToList();

    private sealed class Turn
    {
        private uint _taken = uint.MaxValue;

        public int Next(int count) => (int)(Interlocked.Increment(ref _taken) % (uint)count);
    }
}

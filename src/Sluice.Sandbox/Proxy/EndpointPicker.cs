using System.Net;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Proxy;

/// <summary>A ready endpoint of a service's port, or why there is none.</summary>
internal sealed record Pick(IPEndPoint? Endpoint, string? Problem, bool IsUnknown = false);

/// <summary>Chooses among the ready endpoints of a Service, one after the other. Always reads the present state.</summary>
internal sealed class EndpointPicker(IObjectStore store)
{
    private uint _turn;

    public Pick One(string ns, string name, int port)
    {
        if (store.Get(new ResourceKey(Resources.Services, ns, name)) is not { } service)
        {
            return new Pick(null, $"no service \"{name}\" in namespace \"{ns}\"; kubectl get services -n {ns} lists what there is", IsUnknown: true);
        }

        if (PortOf(service, port) is not { } found)
        {
            string ports = string.Join(", ", service.Objects("spec", "ports").Select(p => p.Int("port")));
            return new Pick(null, $"service \"{name}\" in namespace \"{ns}\" has no port {port}; it has {ports}", IsUnknown: true);
        }

        var ready = Ready(service, found);
        return ready.Count == 0
            ? new Pick(null, $"service \"{name}\" in namespace \"{ns}\" has no ready endpoints; kubectl get pods -n {ns} shows why")
            : new Pick(ready[(int)(Interlocked.Increment(ref _turn) % (uint)ready.Count)], null);
    }

    public bool HasReady(JsonObject service, JsonObject port) => Ready(service, port).Count > 0;

    private static JsonObject? PortOf(JsonObject service, int port) =>
        service.Objects("spec", "ports").FirstOrDefault(p => p.Int("port") == port && p.Text("protocol") is null or "TCP");

    private List<IPEndPoint> Ready(JsonObject service, JsonObject port) =>
        (from subset in store.Get(new ResourceKey(Resources.Endpoints, service.Namespace(), service.Name())).Objects("subsets")
         let target = subset.Objects("ports").FirstOrDefault(p => p.Text("name") == port.Text("name"))
         where target is not null
         from address in subset.Objects("addresses")
         let ip = IPAddress.TryParse(address.Text("ip"), out var parsed) ? parsed : null
         where ip is not null
         select new IPEndPoint(ip, target.Int("port") ?? 0)).ToList();
}

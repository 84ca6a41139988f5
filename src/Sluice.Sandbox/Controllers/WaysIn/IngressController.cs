using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.WaysIn;

/// <summary>Tells every Ingress, of whatever class, the address at which it is served.</summary>
/// <param name="address">Where the sandbox serves Ingresses.</param>
/// <param name="port">Its port there.</param>
internal sealed class IngressController(string address, int port) : IController
{
    public string Name => "ingress-controller";

    public IReadOnlyList<WatchRule> Watches { get; } = [new(Resources.Ingresses, change => [change.Key])];

    public Reconciled Reconcile(IObjectStore store, ResourceKey key, DateTimeOffset now)
    {
        if (store.Get(key) is not { } ingress || ingress.IsDeleting())
        {
            return Reconciled.Nothing;
        }

        var next = ingress.Copy();
        next.Ensure("status", "loadBalancer")["ingress"] = new JsonArray(new JsonObject
        {
            ["ip"] = address,
            ["ports"] = new JsonArray(new JsonObject { ["port"] = port, ["protocol"] = "TCP" }),
        });
        return JsonNode.DeepEquals(next, ingress) ? Reconciled.Nothing : Reconciled.Of(new StoreWrite.Update(key, next));
    }
}

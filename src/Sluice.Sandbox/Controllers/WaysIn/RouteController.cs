using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Proxy.WaysIn;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.WaysIn;

/// <summary>Says of every HTTPRoute, for each Gateway it names, whether it is served and whether its backends are there.</summary>
/// <param name="watched">The store, for the routes that a change of a Service concerns.</param>
internal sealed class RouteController(IObjectStore watched) : IController
{
    /// <summary>As whom it writes into status.parents; entries of others are left alone.</summary>
    public const string ControllerName = "sluice.dev/sandbox";

    public string Name => "route-controller";

    public IReadOnlyList<WatchRule> Watches =>
    [
        new(Resources.HttpRoutes, change => [change.Key]),
        new(Resources.Services, change => watched.List(Resources.HttpRoutes, change.Key.Namespace).Items
            .Select(r => new ResourceKey(Resources.HttpRoutes, change.Key.Namespace, r.Name()))),
    ];

    public Reconciled Reconcile(IObjectStore store, ResourceKey key, DateTimeOffset now)
    {
        if (store.Get(key) is not { } route || route.IsDeleting())
        {
            return Reconciled.Nothing;
        }

        var next = route.Copy();
        var others = route.Objects("status", "parents").Where(p => p.Text("controllerName") != ControllerName).Select(p => p.DeepClone());
        next.Ensure("status")["parents"] = RouteWays.GatewayParents(route).Select(p => Parent(store, route, p, now)).Concat(others).ToJson();
        return JsonNode.DeepEquals(next, route) ? Reconciled.Nothing : Reconciled.Of(new StoreWrite.Update(key, next));
    }

    private static JsonNode Parent(IObjectStore store, JsonObject route, JsonObject reference, DateTimeOffset now)
    {
        var standing = route.Objects("status", "parents").FirstOrDefault(p => p.Text("controllerName") == ControllerName && JsonNode.DeepEquals(p.At("parentRef"), reference));
        var unsupported = RouteWays.Unsupported(route);
        var unresolved = BackendProblem(store, route);
        return new JsonObject
        {
            ["parentRef"] = reference.DeepClone(),
            ["controllerName"] = ControllerName,
            ["conditions"] = new JsonArray(
                Condition("Accepted", unsupported.Count == 0 ? null : ("UnsupportedValue", string.Join("; ", unsupported))),
                Condition("ResolvedRefs", unresolved)),
        };

        JsonObject Condition(string type, (string Reason, string Message)? problem)
        {
            var condition = Conditions.Next(Conditions.Find(standing, type), type, problem is null, problem?.Reason ?? type, problem?.Message ?? "", now);
            condition["observedGeneration"] = route.At("metadata", "generation")?.DeepClone();
            return condition;
        }
    }

    private static (string Reason, string Message)? BackendProblem(IObjectStore store, JsonObject route) => route.Objects("spec", "rules")
        .SelectMany(r => r.Objects("backendRefs"))
        .Select(b => RouteWays.BackendProblem(route, b) ?? NotFound(store, route, b))
        .FirstOrDefault(p => p is not null);

    private static (string Reason, string Message)? NotFound(IObjectStore store, JsonObject route, JsonObject backend)
    {
        string name = backend.Text("name") ?? "";
        if (store.Get(new ResourceKey(Resources.Services, route.Namespace(), name)) is not { } service)
        {
            return ("BackendNotFound", $"there is no service \"{name}\"");
        }

        var port = RouteWays.PortOf(backend);
        return port.Of(service) is null ? ("BackendNotFound", $"service \"{name}\" has no port {port}") : null;
    }
}

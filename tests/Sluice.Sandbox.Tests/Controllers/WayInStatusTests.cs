using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Controllers.WaysIn;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Controllers;

public sealed class WayInStatusTests : IDisposable
{
    private const string Backends = """[{"name":"web","port":80,"weight":90},{"name":"web-candidate","port":80,"weight":10}]""";

    private readonly ManualTime _clock = new();
    private readonly ObjectStore _store;

    public WayInStatusTests() => _store = new ObjectStore(_clock);

    private JsonObject Route => _store.Get(Cluster.Key(Resources.HttpRoutes, "r"))!;

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Ingress_AnyClass_GetsTheAddressOnce()
    {
        var controller = new IngressController("127.77.0.1", 7080);
        var key = Cluster.Key(Resources.Ingresses, "i");
        _store.Create(key, Parse("""{"spec":{"ingressClassName":"other"}}"""));

        Reconcile(controller, key);

        Assert.Equal("""[{"ip":"127.77.0.1","ports":[{"port":7080,"protocol":"TCP"}]}]""", _store.Get(key).At("status", "loadBalancer", "ingress")!.ToJsonString());
        Assert.Empty(controller.Reconcile(_store, key, _clock.GetUtcNow()).Writes);
    }

    [Fact]
    public void Route_BackendsAreThere_IsAcceptedAndResolvedForEachGateway()
    {
        AddService("web");
        AddService("web-candidate");
        AddRoute(Backends, parents: """[{"name":"a"},{"name":"b","namespace":"gateway"},{"name":"web","kind":"Service"}]""");

        var controller = new RouteController(_store);
        Reconcile(controller, Cluster.Key(Resources.HttpRoutes, "r"));

        Assert.Equal(["a", "b"], Route.Objects("status", "parents").Select(p => p.Text("parentRef", "name")));
        Assert.All(Route.Objects("status", "parents"), p =>
        {
            Assert.Equal(RouteController.ControllerName, p.Text("controllerName"));
            Assert.Equal(["Accepted True Accepted 1", "ResolvedRefs True ResolvedRefs 1"], Told(p));
        });
        Assert.Empty(controller.Reconcile(_store, Cluster.Key(Resources.HttpRoutes, "r"), _clock.GetUtcNow() + TimeSpan.FromMinutes(1)).Writes);
    }

    [Theory]
    [InlineData("""[{"name":"web","port":80},{"name":"absent","port":80}]""", "BackendNotFound", "there is no service \"absent\"")]
    [InlineData("""[{"name":"web","port":81}]""", "BackendNotFound", "service \"web\" has no port 81")]
    [InlineData("""[{"name":"web","port":80,"namespace":"other"}]""", "RefNotPermitted", "namespace \"other\"")]
    [InlineData("""[{"name":"b","kind":"Bucket","group":"example.com"}]""", "InvalidKind", "is a Bucket")]
    public void Route_BackendIsNotThere_SaysWhich(string backends, string reason, string message)
    {
        AddService("web");
        AddRoute(backends);

        Reconcile(new RouteController(_store), Cluster.Key(Resources.HttpRoutes, "r"));

        var parent = Route.Objects("status", "parents").Single();
        Assert.Equal(["Accepted True Accepted 1", $"ResolvedRefs False {reason} 1"], Told(parent));
        Assert.Contains(message, Conditions.Find(parent, "ResolvedRefs").Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public void Route_BackendComesLater_IsLookedAtAgain()
    {
        AddService("web");
        AddRoute(Backends);
        var controller = new RouteController(_store);
        Reconcile(controller, Cluster.Key(Resources.HttpRoutes, "r"));
        _clock.Move(TimeSpan.FromMinutes(1));

        var change = AddService("web-candidate");
        foreach (var key in controller.Watches.Single(w => w.Resource == Resources.Services).Concerns(change))
        {
            Reconcile(controller, key);
        }

        var parent = Route.Objects("status", "parents").Single();
        Assert.Equal("ResolvedRefs True ResolvedRefs 1", Told(parent)[1]);
        Assert.Equal(("2030-01-01T00:00:00Z", "2030-01-01T00:01:00Z"), (Conditions.Find(parent, "Accepted").Text("lastTransitionTime"), Conditions.Find(parent, "ResolvedRefs").Text("lastTransitionTime")));
    }

    [Fact]
    public void Route_AsksForMoreThanIsServed_IsNotAcceptedAndSaysWhat()
    {
        AddService("web");
        AddRoute("""[{"name":"web","port":80}]""", more: ""","filters":[{"type":"URLRewrite"}],"matches":[{"path":{"type":"RegularExpression","value":"/.*"}}]""");

        Reconcile(new RouteController(_store), Cluster.Key(Resources.HttpRoutes, "r"));

        var parent = Route.Objects("status", "parents").Single();
        Assert.Equal("Accepted False UnsupportedValue 1", Told(parent)[0]);
        Assert.Equal(
            "spec.rules[0]: the filter URLRewrite is not supported; spec.rules[0]: regular expressions are not supported; use Exact or PathPrefix",
            Conditions.Find(parent, "Accepted").Text("message"));
    }

    [Fact]
    public void Route_StatusOfAnotherController_IsLeftAlone()
    {
        AddService("web");
        AddRoute("""[{"name":"web","port":80}]""");
        var route = Route.Copy();
        route["status"] = Parse("""{"parents":[{"controllerName":"other.example/one"}]}""");
        _store.Update(Cluster.Key(Resources.HttpRoutes, "r"), route);

        Reconcile(new RouteController(_store), Cluster.Key(Resources.HttpRoutes, "r"));

        Assert.Equal([RouteController.ControllerName, "other.example/one"], Route.Objects("status", "parents").Select(p => p.Text("controllerName")));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static List<string> Told(JsonObject parent) =>
        parent.Objects("conditions").Select(c => $"{c.Text("type")} {c.Text("status")} {c.Text("reason")} {c.Int("observedGeneration")}").ToList();

    private void Reconcile(Sluice.Sandbox.Controllers.IController controller, ResourceKey key)
    {
        foreach (var write in controller.Reconcile(_store, key, _clock.GetUtcNow()).Writes)
        {
            Assert.Equal(StoreOutcome.Done, _store.Update(key, Assert.IsType<Sluice.Sandbox.Controllers.StoreWrite.Update>(write).Value).Outcome);
        }
    }

    private StoreEvent AddService(string name)
    {
        var key = Cluster.Key(Resources.Services, name);
        var made = _store.Create(key, Parse("""{"spec":{"ports":[{"port":80}]}}""")).Object!;
        return new StoreEvent(StoreEventType.Added, key, made, _store.Revision);
    }

    private void AddRoute(string backends, string parents = """[{"name":"public"}]""", string more = "") =>
        _store.Create(Cluster.Key(Resources.HttpRoutes, "r"), Parse($$"""{"spec":{"parentRefs":{{parents}},"rules":[{"backendRefs":{{backends}}{{more}}}]} }"""));
}

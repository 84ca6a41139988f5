using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Tests.Api;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Manifests;
using Sluice.Rollouts;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;
using Sluice.Sandbox.Store;

namespace Sluice.Kubernetes.Tests.Readiness.Kinds;

/// <summary>Waiting for the addresses of Ingresses, against a server.</summary>
[SupportedOSPlatform("linux")]
public sealed class IngressWatchTests : IAsyncLifetime
{
    private const string Ingresses = "ingresses.networking.k8s.io";

    private readonly ManualClock time = new();
    private readonly Observer observer = new();
    private EmbeddedCluster cluster = null!;

    public async Task InitializeAsync()
    {
        cluster = await EmbeddedCluster.StartAsync();
        cluster.Store.Create(new ResourceKey("namespaces", "", "other"), new JsonObject { ["kind"] = "Namespace", ["apiVersion"] = "v1" });
        cluster.Store.Create(new ResourceKey("ingressclasses.networking.k8s.io", "", "nginx"), new JsonObject { ["kind"] = "IngressClass", ["apiVersion"] = "networking.k8s.io/v1" });
        Ingress("n", "web", "nginx");
    }

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    [Theory]
    [InlineData(60, 10)]
    [InlineData(4, 4)]
    public async Task Wait_AddressNeverComes_IsReadyAfterTheGraceOrTheDeadlineWithOneNotice(int deadline, int seconds)
    {
        Ingress("other", "shop", "nginx", "10.1.1.1");

        Task<ReadinessResult> waiting = WaitAsync(cluster.Client, deadline);
        await Looked();
        time.Advance(TimeSpan.FromSeconds(seconds - 1));
        await Looked();
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<ReadinessResult.Ready>(await waiting);
        Assert.Equal(
            "Ingress/web has no address yet, though other Ingresses of its class, nginx, have one; this does not stop the deploy. kubectl -n n describe ingress web shows what its controller says.",
            Assert.IsType<DeployEvent.Notice>(Assert.Single(observer.Events)).Text);
    }

    [Fact]
    public async Task Wait_AddressComes_IsReadyAndSaysNothing()
    {
        Ingress("other", "shop", "nginx", "10.1.1.1");

        Task<ReadinessResult> waiting = WaitAsync(cluster.Client);
        await Looked();
        cluster.Change(Ingresses, "web", web => web["status"] = Status("10.1.1.1"));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<ReadinessResult.Ready>(await waiting);
        Assert.Empty(observer.Events);
    }

    [Fact]
    public async Task Wait_NobodyOfTheClassHasAnAddress_DoesNotWait()
    {
        Ingress("other", "shop", "another", "10.1.1.1");

        Assert.IsType<ReadinessResult.Ready>(await WaitAsync(cluster.Client));
        Assert.Empty(observer.Events);
    }

    [Theory]
    [InlineData("ingressclasses")]
    [InlineData("ingresses")]
    public async Task Wait_RoleWithoutTheList_DoesNotWaitAndSaysNothing(string resource)
    {
        const string Group = "/apis/networking.k8s.io/v1";
        var fake = new FakeCluster
        {
            Serves = Fakes.Discovery.Kubernetes120,
            Intercept = (context, _) => context.Request.Path.Value!.EndsWith($"/{resource}", StringComparison.Ordinal) ? (403, FakeCluster.Status(403, "Forbidden", "forbidden")) : null,
        };
        fake.Put($"{Group}/ingressclasses/nginx", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "nginx" } });
        fake.Put($"{Group}/ingresses/web", Body("n", "web", "nginx"));
        fake.Put($"{Group}/ingresses/shop", Body("n", "shop", "nginx", "10.1.1.1"));
        await using TestServer server = await TestServer.StartAsync(fake.HandleAsync);
        using ApiClient client = server.Client();

        Assert.IsType<ReadinessResult.Ready>(await WaitAsync(client));
        Assert.Empty(observer.Events);
    }

    [Fact]
    public async Task Wait_RoleOfOneNamespace_LooksThere()
    {
        const string Group = "/apis/networking.k8s.io/v1";
        var fake = new FakeCluster
        {
            Serves = Fakes.Discovery.Kubernetes120,
            Intercept = (context, _) => context.Request.Path.Value == $"{Group}/ingresses" ? (403, FakeCluster.Status(403, "Forbidden", "forbidden")) : null,
        };
        fake.Put($"{Group}/ingressclasses/nginx", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "nginx" } });
        fake.Put($"{Group}/namespaces/n/ingresses/web", Body("n", "web", "nginx"));
        fake.Put($"{Group}/namespaces/n/ingresses/shop", Body("n", "shop", "nginx", "10.1.1.1"));
        await using TestServer server = await TestServer.StartAsync(fake.HandleAsync);
        using ApiClient client = server.Client();

        Task<ReadinessResult> waiting = WaitAsync(client);
        await Looked();
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.IsType<ReadinessResult.Ready>(await waiting);
        Assert.Single(observer.Events);
    }

    private Task<ReadinessResult> WaitAsync(ApiClient client, int deadline = 60)
    {
        var web = new ManifestObject(Body("", "web", "nginx"), "k8s/web.yaml");
        return new ReadinessWatcher(client, time).WaitAsync(new ReadinessRequest("n", [], TimeSpan.FromSeconds(deadline)) { Objects = [web] }, observer, default);
    }

    /// <summary>The grace runs, and so does the pause between two looks.</summary>
    private Task Looked() => ApiClientTests.Until(() => time.Timers == 2);

    private void Ingress(string ns, string name, string ingressClass, string? address = null) =>
        cluster.Store.Create(new ResourceKey(Ingresses, ns, name), Body(ns, name, ingressClass, address));

    private static JsonObject Body(string ns, string name, string ingressClass, string? address = null)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = "networking.k8s.io/v1",
            ["kind"] = "Ingress",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject { ["ingressClassName"] = ingressClass },
        };
        if (ns.Length > 0)
        {
            body["metadata"]!["namespace"] = ns;
        }

        if (address is not null)
        {
            body["status"] = Status(address);
        }

        return body;
    }

    private static JsonObject Status(string address) =>
        new() { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = address }) } };

    private sealed class Observer : IDeployObserver
    {
        public List<DeployEvent> Events { get; } = [];

        public void On(DeployEvent deployEvent) => Events.Add(deployEvent);
    }
}

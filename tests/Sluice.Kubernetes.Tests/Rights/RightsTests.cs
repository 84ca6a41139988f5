using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Rights;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Manifests;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Rollouts;
using ServedApi = Sluice.Kubernetes.Tests.Fakes.Discovery;

namespace Sluice.Kubernetes.Tests.Rights;

public class RightsTests
{
    private readonly FakeCluster cluster = new() { Serves = ServedApi.Kubernetes120 };

    [Fact]
    public async Task Of_Objects_NamesVerbResourceAndNamespaceInTheServedVersion()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        DeployRights rights = await DeployRights.OfAsync(
            new ApiDiscovery(client), ["p25", "p26"], [Item("policy/v1", "PodDisruptionBudget", "b"), Item("v1", "Service", "s"), Item("v1", "Service", "t"), Item("v1", "Namespace", "p25"), Item("x/v1", "Widget", "w")], [], proxied: true, default);

        string[] needed = [.. rights.Needed.Select(r => $"{r.Verb} {r.FullResource} {r.Namespace}".TrimEnd())];
        Assert.Contains("patch poddisruptionbudgets.policy p25", needed);
        Assert.Contains("get poddisruptionbudgets.policy p25", needed);
        Assert.Contains("list services p25", needed);
        Assert.Contains("create namespaces", needed);
        Assert.Contains("get services/proxy p26", needed);
        Assert.Contains("watch deployments.apps p26", needed);
        Assert.Contains("update configmaps p25", needed);
        Assert.DoesNotContain("update configmaps p26", needed);
        Assert.Equal(["s", "t"], rights.Needed.Single(r => r is { Verb: "patch", Resource: "services" }).Names);
        Assert.Contains("Widget", Assert.Single(rights.Problems).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TrafficRouter.Service, "get services p25", "delete services p25")]
    [InlineData(TrafficRouter.GatewayApi, "patch httproutes.gateway.networking.k8s.io p25", "list ingresses.networking.k8s.io p25")]
    [InlineData(TrafficRouter.IngressNginx, "delete ingresses.networking.k8s.io p25", "patch httproutes.gateway.networking.k8s.io p25")]
    public void Of_ServicesWithStacks_NeedWhatTheirRouterWrites(TrafficRouter router, string needed, string not)
    {
        var canary = new ServicePlacement("a", "p25", new CanaryStrategy("canary", []), NoGate.Instance, router, new WarmStack(null));

        string[] rights = [.. TrafficRights.Of([canary, canary with { Service = "b" }, canary with { Namespace = "p26", Strategy = new RollingStrategy("rolling") }]).Select(r => $"{r.Verb} {r.FullResource} {r.Namespace}")];

        Assert.Contains(needed, rights);
        Assert.DoesNotContain(not, rights);
        Assert.Contains("patch services p25", rights);
        Assert.Contains("watch endpointslices.discovery.k8s.io p25", rights);
        Assert.Equal(rights.Distinct(), rights);
        Assert.DoesNotContain(rights, r => r.EndsWith(" p26", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_ServicesWithStacks_NeedWhatStacksConsistOf()
    {
        var canary = new ServicePlacement("a", "p25", new CanaryStrategy("canary", []), NoGate.Instance, TrafficRouter.Service, new WarmStack(null));

        string[] rights = [.. StackRights.Of([canary, canary with { Service = "b" }, canary with { Namespace = "p26", Strategy = new RollingStrategy("rolling") }]).Select(r => $"{r.Verb} {r.FullResource} {r.Namespace}")];

        Assert.Contains("delete deployments.apps p25", rights);
        Assert.Contains("patch horizontalpodautoscalers.autoscaling p25", rights);
        Assert.Contains("delete poddisruptionbudgets.policy p25", rights);
        Assert.Equal(rights.Distinct(), rights);
        Assert.DoesNotContain(rights, r => r.EndsWith(" p26", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Missing_Administrator_IsOneQuestion()
    {
        Allow(_ => true);
        Assert.Empty(await MissingAsync(new Right("get", "", "pods", "p25", "")));
        Assert.Single(cluster.Requests);
    }

    [Fact]
    public async Task Missing_SomeVerbs_AreThoseThatTheServerDenies()
    {
        Allow(a => a is { Verb: "get", Resource: "pods", Subresource: "" } or { Verb: "patch", Group: "apps" });

        IReadOnlyList<Right> missing = await MissingAsync(
            new Right("get", "", "pods", "p25", ""), new Right("get", "", "pods/log", "p25", ""), new Right("patch", "apps", "deployments", "p25", ""), new Right("create", "", "namespaces", "", ""));

        Assert.Equal(["get pods/log p25", "create namespaces "], missing.Select(r => $"{r.Verb} {r.FullResource} {r.Namespace}"));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a b", false)]
    public async Task Missing_RoleForNamedObjects_CountsWhenItNamesThemAll(string names, bool allowed)
    {
        Allow(a => a.Name == "a");

        IReadOnlyList<Right> missing = await MissingAsync(new Right("patch", "", "services", "p25", "") { Names = names.Split(' ') });

        Assert.Equal(allowed, missing.Count == 0);
    }

    [Fact]
    public async Task Missing_ServerThatCannotBeAsked_IsAProblem()
    {
        cluster.Intercept = (_, _) => (401, FakeCluster.Status(401, "Unauthorized", "Unauthorized"));
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        ClusterResult<IReadOnlyList<Right>> result = await new RightsReader(client).MissingAsync([], default);

        Assert.Equal(ClusterProblemKind.Unauthorized, Assert.Single(result.Problems).Kind);
    }

    [Theory]
    [InlineData("", "pods/log", "pods/log")]
    [InlineData("apps", "deployments", "deployments.apps")]
    [InlineData("apps", "deployments/scale", "deployments.apps/scale")]
    public void FullResource_IsSpelledAsKubectlDoes(string group, string resource, string expected) =>
        Assert.Equal(expected, new Right("get", group, resource, "", "").FullResource);

    private sealed record Asked(string Verb, string Group, string Resource, string Subresource, string Name);

    private void Allow(Func<Asked, bool> isAllowed) => cluster.Intercept = (context, body) =>
    {
        Assert.Equal("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", context.Request.Path);
        JsonNode asked = body!["spec"]!["resourceAttributes"]!;
        bool allowed = isAllowed(new Asked(Text("verb"), Text("group"), Text("resource"), Text("subresource"), Text("name")));
        return (201, new JsonObject { ["status"] = new JsonObject { ["allowed"] = allowed } });

        string Text(string field) => asked[field]?.ToString() ?? "";
    };

    private async Task<IReadOnlyList<Right>> MissingAsync(params Right[] needed)
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ClusterResult<IReadOnlyList<Right>> result = await new RightsReader(client).MissingAsync(needed, default);
        Assert.True(result.Succeeded(out IReadOnlyList<Right>? missing), string.Join("; ", result.Problems));
        return missing;
    }

    private static ManifestObject Item(string apiVersion, string kind, string name) => new(
        new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } }, $"k8s/{name}.yaml");
}

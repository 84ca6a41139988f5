using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Manifests;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Tests.Apply;

/// <summary>Objects of others, fields that stay as they are, and objects that change between check and apply.</summary>
public class RefusedChangesTests
{
    private const string Place = "/apis/apps/v1/namespaces/p25/deployments/web";

    private readonly FakeCluster cluster = new();

    [Theory]
    [InlineData("annotations", "argocd.argoproj.io/tracking-id", "belongs to Argo CD", "kubectl -n p25 annotate deployment web argocd.argoproj.io/tracking-id-")]
    [InlineData("labels", "kustomize.toolkit.fluxcd.io/name", "belongs to Flux", "kubectl -n p25 label deployment web kustomize.toolkit.fluxcd.io/name-")]
    [InlineData("annotations", "meta.helm.sh/release-name", "belongs to Helm", "kubectl -n p25 annotate deployment web meta.helm.sh/release-name-")]
    public async Task Validate_ObjectOfAnotherDeployer_IsRefusedWithTheWayOut(string part, string key, string owner, string command)
    {
        await using TestServer server = await StartAsync(live => live["metadata"]![part] = new JsonObject { [key] = "x" });
        using ApiClient client = server.Client();

        ClusterProblem problem = Assert.Single((await Adapter(client).ValidateAsync([Deployment("2")], default)).Problems);

        Assert.True(problem.IsInput);
        Assert.StartsWith("k8s/web.yaml: Deployment/web", problem.What, StringComparison.Ordinal);
        Assert.Contains(owner, problem.What, StringComparison.Ordinal);
        Assert.Contains(key, problem.What, StringComparison.Ordinal);
        Assert.EndsWith(command, problem.What, StringComparison.Ordinal);
        Assert.DoesNotContain(cluster.Requests, r => r.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_MarkThatTheManifestBrings_IsNoOwner()
    {
        await using TestServer server = await StartAsync(live => live["metadata"]!["annotations"] = new JsonObject { ["meta.helm.sh/release-name"] = "x" });
        using ApiClient client = server.Client();
        ManifestObject item = Deployment("2");
        item.Json["metadata"]!["annotations"] = new JsonObject { ["meta.helm.sh/release-name"] = "x" };

        Assert.Empty((await Adapter(client).ValidateAsync([item], default)).Problems);
    }

    [Theory]
    [InlineData("Deployment", "spec.selector", "Invalid value: {}: field is immutable", "kubectl -n p25 delete deployment web --cascade=orphan")]
    [InlineData("StatefulSet", "spec", "Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden", "kubectl -n p25 delete statefulset web --cascade=orphan")]
    [InlineData("Service", "spec.clusterIPs[0]", "Invalid value: \"1.2.3.4\": may not change once set", "Leave spec.clusterIPs[0] out of the manifest")]
    [InlineData("PersistentVolumeClaim", "spec", "Forbidden: spec is immutable after creation except resources.requests", "may delete its data")]
    [InlineData("Job", "spec.template", "Invalid value: {}: field is immutable", "another name for each release")]
    [InlineData("Secret", "data", "Forbidden: field is immutable when `immutable` is set", "It says immutable: true")]
    [InlineData("Secret", "type", "Invalid value: \"x\": field is immutable", "kubectl -n p25 delete secret web")]
    [InlineData("RoleBinding", "roleRef", "Invalid value: {}: cannot change roleRef", "kubectl -n p25 delete rolebinding web")]
    public void Explain_FieldThatStays_SaysWhatToType(string kind, string field, string message, string expected)
    {
        var item = new ManifestObject(new JsonObject { ["apiVersion"] = "v1", ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = "web" } }, "k8s/web.yaml");
        var target = new ApplyTarget(item, new ApiResource("v1", kind, "x", true), item.Json, "p25");

        ClusterProblem? problem = ImmutableFields.Explain(target, Refusal(new ApiCause(field, "FieldValueInvalid", message)));

        Assert.NotNull(problem);
        Assert.StartsWith($"k8s/web.yaml: {kind}/web: {field} cannot be changed", problem.What, StringComparison.Ordinal);
        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_OtherMistakesToo_IsNoneOfItsBusiness()
    {
        var target = new ApplyTarget(Deployment("1"), new ApiResource("apps/v1", "Deployment", "deployments", true), [], "p25");

        Assert.Null(ImmutableFields.Explain(target, Refusal(new ApiCause("spec.selector", "", "field is immutable"), new ApiCause("spec.replicas", "", "must be positive"))));
    }

    [Fact]
    public async Task Apply_ManagedFieldChangedSinceTheCheck_IsNotAppliedAndSaysSo()
    {
        await using TestServer server = await StartAsync(_ => { });
        using ApiClient client = server.Client();
        ServerSideApply apply = Adapter(client);
        Assert.Empty((await apply.ValidateAsync([Deployment("2")], default)).Problems);
        JsonObject changed = cluster.Get(Place)!;
        changed["spec"]!["paused"] = "yes";
        cluster.Put(Place, changed);

        ClusterResult<IReadOnlyList<ObjectChange>> result = await apply.ApplyAsync([Deployment("2")], _ => { }, default);

        ClusterProblem problem = Assert.Single(result.Problems);
        Assert.Equal(ClusterProblemKind.Conflict, problem.Kind);
        Assert.Contains("was changed by someone else after this run had checked it", problem.What, StringComparison.Ordinal);
        Assert.Equal("yes", cluster.Get(Place)!["spec"]!["paused"]!.ToString());
    }

    [Fact]
    public async Task Apply_OnlyStatusAndFieldsOfOthersChangedSinceTheCheck_IsApplied()
    {
        await using TestServer server = await StartAsync(_ => { });
        using ApiClient client = server.Client();
        ServerSideApply apply = Adapter(client);
        Assert.Empty((await apply.ValidateAsync([Deployment("2")], default)).Problems);
        JsonObject changed = cluster.Get(Place)!;
        changed["spec"]!["replicas"] = 7;
        changed["status"] = new JsonObject { ["readyReplicas"] = 1 };
        cluster.Put(Place, changed);

        Assert.Empty((await apply.ApplyAsync([Deployment("2")], _ => { }, default)).Problems);

        Assert.Equal("2", cluster.Get(Place)!["spec"]!["paused"]!.ToString());
    }

    [Fact]
    public void Find_FieldsOfOtherManagers_AreNamedAsDisplaced()
    {
        JsonObject live = Managed("kubectl-edit", """{"f:spec":{"f:replicas":{},"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{".":{},"f:image":{}}}}}}}""");
        JsonObject expected = Managed("kubectl-edit", """{"f:spec":{"f:replicas":{}}}""");

        DisplacedManager displaced = Assert.Single(DisplacedManagers.Find(live, expected));

        Assert.Equal("kubectl-edit", displaced.Manager);
        Assert.Equal(["spec.template.spec.containers[web].image"], displaced.Fields);
    }

    private static JsonObject Managed(string manager, string fields) => new()
    {
        ["metadata"] = new JsonObject { ["managedFields"] = new JsonArray(new JsonObject { ["manager"] = manager, ["operation"] = "Update", ["fieldsV1"] = JsonNode.Parse(fields) }) },
    };

    private static ApiError Refusal(params ApiCause[] causes) => new(ApiErrorKind.Status, 422, "Invalid", "is invalid", causes, "PATCH /x");

    private async Task<TestServer> StartAsync(Action<JsonObject> edit)
    {
        cluster.Put("/api/v1/namespaces/p25", new JsonObject());
        JsonObject live = Deployment("1").Json;
        edit(live);
        cluster.Put(Place, live);
        return await TestServer.StartAsync(cluster.HandleAsync);
    }

    private static ServerSideApply Adapter(ApiClient client) => new(client, new ApiDiscovery(client), "p25");

    private static ManifestObject Deployment(string value) => new(
        new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject { ["name"] = "web" },
            ["spec"] = new JsonObject { ["paused"] = value },
        },
        "k8s/web.yaml");
}

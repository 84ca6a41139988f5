using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Tests.Api;

public sealed class ApiServerTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Deployments = "/apis/apps/v1/namespaces/n/deployments";
    private const string ConfigMaps = "/api/v1/namespaces/n/configmaps";

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/livez")]
    [InlineData("/version")]
    public async Task Open_Paths_NeedNoToken(string path)
    {
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        Assert.True((await client.GetAsync(path)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Get_WithoutToken_Unauthorized()
    {
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        var response = await client.GetAsync("/api/v1/namespaces");
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Contains("\"Unauthorized\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", ConfigMaps + "/none", null, 404, "NotFound", "configmaps \"none\" not found")]
    [InlineData("GET", "/apis/none/v1/things", null, 404, "NotFound", "the server could not find the requested resource")]
    [InlineData("POST", ConfigMaps, "{metadata: {name: A_b}}", 422, "Invalid", "metadata.name: Invalid value: \"A_b\"")]
    [InlineData("POST", ConfigMaps, "{metadata: {}}", 422, "Invalid", "name or generateName is required")]
    [InlineData("POST", ConfigMaps, "{kind: Secret, metadata: {name: a}}", 400, "BadRequest", "does not match the expected")]
    [InlineData("POST", ConfigMaps, "{metadata: {name: a, namespace: m}}", 400, "BadRequest", "does not match the namespace")]
    [InlineData("POST", "/api/v1/namespaces/none/configmaps", "{metadata: {name: a}}", 404, "NotFound", "namespaces \"none\" not found")]
    [InlineData("POST", ConfigMaps, "{metadata: [", 400, "BadRequest", "not valid YAML")]
    [InlineData("PATCH", ConfigMaps + "/x", "{}", 415, "UnsupportedMediaType", "accepted media types")]
    [InlineData("POST", ConfigMaps + "/x", "{}", 405, "MethodNotAllowed", "does not allow this method")]
    [InlineData("GET", ConfigMaps + "?labelSelector=a%20b", null, 400, "BadRequest", "labelSelector")]
    [InlineData("GET", ConfigMaps + "?fieldSelector=data.x%3D1", null, 400, "BadRequest", "field label not supported: data.x")]
    [InlineData("GET", ConfigMaps + "?watch=true&resourceVersion=x", null, 400, "BadRequest", "invalid resource version")]
    public async Task Refusal_IsAStatusWithReasonAndMessage(string method, string path, string? body, int code, string reason, string message)
    {
        var (found, status, _) = await api.SendAsync(method, path, body);
        Assert.Equal((code, "Status", reason, code), (found, status.Text("kind"), status.Text("reason"), (int)status.Number("code")!));
        Assert.Contains(message, status.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_Deployment_IsDefaultedAndOwned()
    {
        var (code, made, _) = await api.SendAsync("POST", Deployments + "?fieldManager=me", Deployment("made"));
        Assert.Equal(201, code);
        Assert.Equal(1, made.Number("spec", "replicas"));
        Assert.Equal("25%", made.Text("spec", "strategy", "rollingUpdate", "maxSurge"));
        Assert.Equal("IfNotPresent", made.Items("spec", "template", "spec", "containers").Single().Text("imagePullPolicy"));
        Assert.Equal("me", made.Items("metadata", "managedFields").Single().Text("manager"));
    }

    [Fact]
    public async Task Create_BrokenDeployment_NamesEveryField()
    {
        var (code, status, _) = await api.SendAsync("POST", Deployments,
            "{metadata: {name: broken}, spec: {replicas: -1, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: c}}, spec: {containers: [{name: x, ports: [{containerPort: 99999}], readinessProbe: {}}]}}}}");
        Assert.Equal(422, code);
        Assert.Equal(
            ["spec.replicas", "spec.template.metadata.labels", "spec.template.spec.containers[0].image", "spec.template.spec.containers[0].ports[0].containerPort", "spec.template.spec.containers[0].readinessProbe"],
            status.Items("details", "causes").Select(c => c.Text("field")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Strict", 400)]
    [InlineData("Warn", 201)]
    [InlineData("Ignore", 201)]
    public async Task Create_UnknownField_AsFieldValidationSays(string validation, int code)
    {
        var (found, _, response) = await api.SendAsync("POST", $"{Deployments}?dryRun=All&fieldValidation={validation}", Deployment("unknown").Replace("spec: {sel", "spec: {replica: 2, sel", StringComparison.Ordinal));
        Assert.Equal(code, found);
        Assert.Equal(validation == "Warn", response.Headers.Warning.Any(w => w.Text.Contains("spec.replica", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Update_ChangedSelector_IsImmutable()
    {
        await api.SendAsync("POST", Deployments, Deployment("fixed"));
        var (code, status, _) = await api.SendAsync("PUT", Deployments + "/fixed", Deployment("fixed").Replace("app: web", "app: other", StringComparison.Ordinal));
        Assert.Equal(422, code);
        Assert.Contains("field is immutable", status.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_IsWrittenThroughItsEndpointOnly()
    {
        var (_, made, _) = await api.SendAsync("POST", Deployments, Deployment("halves"));
        made["status"] = new JsonObject { ["replicas"] = 7 };
        made["spec"]!["replicas"] = 4;
        var (_, plain, _) = await api.SendAsync("PUT", Deployments + "/halves", made.ToJsonString(), "application/json");
        Assert.Equal((4L, null), (plain.Number("spec", "replicas"), plain.Number("status", "replicas")));
        plain["status"] = new JsonObject { ["replicas"] = 7 };
        plain["spec"]!["replicas"] = 9;
        var (_, status, _) = await api.SendAsync("PUT", Deployments + "/halves/status", plain.ToJsonString(), "application/json");
        Assert.Equal((4L, 7L), (status.Number("spec", "replicas"), status.Number("status", "replicas")));
    }

    [Fact]
    public async Task Scale_PatchedAndRead_ChangesReplicas()
    {
        await api.SendAsync("POST", Deployments, Deployment("scaled"));
        var (_, scale, _) = await api.SendAsync("PATCH", Deployments + "/scaled/scale", """{"spec":{"replicas":6}}""", "application/merge-patch+json");
        Assert.Equal(("Scale", 6L, "app=web"), (scale.Text("kind"), scale.Number("spec", "replicas"), scale.Text("status", "selector")));
        Assert.Equal(6, (await api.SendAsync("GET", Deployments + "/scaled")).Body.Number("spec", "replicas"));
    }

    [Fact]
    public async Task Apply_TwiceAndContested_NoOpThenConflictThenForce()
    {
        const string path = ConfigMaps + "/applied";
        const string body = "{apiVersion: v1, kind: ConfigMap, metadata: {name: applied}, data: {a: '1'}}";
        const string type = "application/apply-patch+yaml";
        var (first, made, _) = await api.SendAsync("PATCH", path + "?fieldManager=x", body, type);
        var (second, again, _) = await api.SendAsync("PATCH", path + "?fieldManager=x", body, type);
        Assert.Equal((201, 200, made.Text("metadata", "resourceVersion")), (first, second, again.Text("metadata", "resourceVersion")));
        string other = body.Replace("'1'", "'2'", StringComparison.Ordinal);
        var (code, conflict, _) = await api.SendAsync("PATCH", path + "?fieldManager=y", other, type);
        Assert.Equal((409, ".data.a", "FieldManagerConflict"), (code, conflict.Items("details", "causes").Single().Text("field"), conflict.Items("details", "causes").Single().Text("reason")));
        Assert.Contains("conflict with \"x\"", conflict.Text("message"), StringComparison.Ordinal);
        Assert.Equal(200, (await api.SendAsync("PATCH", path + "?fieldManager=y&force=true", other, type)).Code);
        Assert.Equal(400, (await api.SendAsync("PATCH", path, body, type)).Code);
    }

    [Fact]
    public async Task DryRun_ChangesNothing()
    {
        var (code, _, _) = await api.SendAsync("POST", ConfigMaps + "?dryRun=All", "{metadata: {name: dry}}");
        Assert.Equal((201, 404), (code, (await api.SendAsync("GET", ConfigMaps + "/dry")).Code));
    }

    [Fact]
    public async Task List_InPages_GivesEachOnce()
    {
        foreach (string name in (string[])["p1", "p2", "p3"])
        {
            await api.SendAsync("POST", ConfigMaps, $"{{metadata: {{name: {name}, labels: {{page: x}}}}}}");
        }

        var (_, first, _) = await api.SendAsync("GET", ConfigMaps + "?labelSelector=page=x&limit=2");
        string token = Uri.EscapeDataString(first.Text("metadata", "continue"));
        var (_, second, _) = await api.SendAsync("GET", ConfigMaps + "?labelSelector=page=x&limit=2&continue=" + token);
        Assert.Equal(["p1", "p2"], first.Items("items").Select(i => i.Name()));
        Assert.Equal(["p3"], second.Items("items").Select(i => i.Name()));
        Assert.Equal("", second.Text("metadata", "continue"));
    }

    [Fact]
    public async Task List_AsTable_HasTheColumns()
    {
        await api.SendAsync("POST", Deployments, Deployment("tabled"));
        var (_, table, _) = await api.SendAsync("GET", Deployments + "?fieldSelector=metadata.name=tabled", accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");
        Assert.Equal(["Name", "Ready", "Up-to-date", "Available", "Age"], table.Items("columnDefinitions").Where(c => c.Number("priority") == 0).Select(c => c.Text("name")));
        Assert.Equal("tabled", table.Items("rows").Single()["cells"]![0]!.ToString());
    }

    [Fact]
    public async Task Watch_SelectorAndTimeout_SeesObjectsEnterAndLeave()
    {
        var (_, made, _) = await api.SendAsync("POST", ConfigMaps, "{metadata: {name: moving}}");
        string from = made.Text("metadata", "resourceVersion");
        await api.SendAsync("PATCH", ConfigMaps + "/moving", """{"metadata":{"labels":{"in":"yes"}}}""", "application/merge-patch+json");
        await api.SendAsync("PATCH", ConfigMaps + "/moving", """{"data":{"a":"1"}}""", "application/merge-patch+json");
        await api.SendAsync("PATCH", ConfigMaps + "/moving", """{"metadata":{"labels":{"in":null}}}""", "application/merge-patch+json");
        string text = await api.Client.GetStringAsync($"{ConfigMaps}?watch=1&labelSelector=in=yes&resourceVersion={from}&timeoutSeconds=1");
        Assert.Equal(["ADDED", "MODIFIED", "DELETED"], text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l).Text("type")));
    }

    [Fact]
    public async Task Watch_InitialEvents_EndWithABookmark()
    {
        string text = await api.Client.GetStringAsync("/api/v1/namespaces?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1");
        var last = JsonNode.Parse(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.Equal(("BOOKMARK", "true"), (last.Text("type"), last.Text("object", "metadata", "annotations", "k8s.io/initial-events-end")));
    }

    [Fact]
    public async Task Service_GetsAnAddressAndKeepsIt()
    {
        const string path = "/api/v1/namespaces/n/services";
        const string body = "{metadata: {name: svc}, spec: {ports: [{port: 80}]}}";
        var (_, made, _) = await api.SendAsync("POST", path, body);
        Assert.StartsWith("127.78.240.", made.Text("spec", "clusterIP"), StringComparison.Ordinal);
        var (_, kept, _) = await api.SendAsync("PUT", path + "/svc", body);
        Assert.Equal(made.Text("spec", "clusterIP"), kept.Text("spec", "clusterIP"));
        Assert.Equal(80, kept.Items("spec", "ports").Single().Number("targetPort"));
        Assert.Equal(422, (await api.SendAsync("POST", path, "{metadata: {name: other}, spec: {clusterIP: 10.0.0.1, ports: [{port: 80}]}}")).Code);
    }

    [Fact]
    public async Task Secret_StringData_BecomesData()
    {
        var (_, made, _) = await api.SendAsync("POST", "/api/v1/namespaces/n/secrets", "{metadata: {name: s}, stringData: {k: hello}}");
        Assert.Equal(("aGVsbG8=", "Opaque", null), (made.Text("data", "k"), made.Text("type"), made["stringData"]));
    }

    [Fact]
    public async Task Delete_Preconditions_AreChecked()
    {
        await api.SendAsync("POST", ConfigMaps, "{metadata: {name: guarded}}");
        Assert.Equal(409, (await api.SendAsync("DELETE", ConfigMaps + "/guarded", """{"preconditions":{"uid":"other"}}""", "application/json")).Code);
        var (code, status, _) = await api.SendAsync("DELETE", ConfigMaps + "/guarded");
        Assert.Equal((200, "Success"), (code, status.Text("status")));
    }

    [Fact]
    public async Task Update_StaleVersion_Conflict()
    {
        var (_, made, _) = await api.SendAsync("POST", ConfigMaps, "{metadata: {name: stale}}");
        await api.SendAsync("PATCH", ConfigMaps + "/stale", """{"data":{"a":"1"}}""", "application/merge-patch+json");
        var (code, status, _) = await api.SendAsync("PUT", ConfigMaps + "/stale", made.ToJsonString(), "application/json");
        Assert.Equal((409, "Conflict"), (code, status.Text("reason")));
    }

    [Fact]
    public async Task Proxy_ServiceWithoutEndpoints_SaysSo()
    {
        await api.SendAsync("POST", "/api/v1/namespaces/n/services", "{metadata: {name: empty}, spec: {ports: [{port: 80}]}}");
        var (code, status, _) = await api.SendAsync("GET", "/api/v1/namespaces/n/services/empty:80/proxy/x");
        Assert.Equal((503, "no endpoints available for service \"empty\""), (code, status.Text("message")));
    }

    private static string Deployment(string name) =>
        $"{{metadata: {{name: {name}}}, spec: {{selector: {{matchLabels: {{app: web}}}}, template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: [{{name: c, image: 'i:1'}}]}}}}}}}}";
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sluice.Kubernetes.Connection;
using Sluice.Kubernetes.Rights;
using Sluice.Manifests;
using Sluice.Model;
using Sluice.Nuke.Diagnostics;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Tests.Diagnostics;

public sealed class ClusterChecksTests : IDisposable
{
    private readonly string _kubeconfig = Path.GetTempFileName();

    /// <summary>Path → answer; a number alone is a status.</summary>
    private readonly Dictionary<string, string> _answers = new()
    {
        ["/api"] = """{"versions":["v1"]}""",
        ["/version"] = """{"major":"1","minor":"31","gitVersion":"v1.31.0"}""",
        ["/api/v1"] = """{"resources":[{"name":"services","kind":"Service","namespaced":true}]}""",
        ["/apis"] = """{"groups":[]}""",
        ["/api/v1/namespaces/p25"] = """{"kind":"Namespace"}""",
    };

    private Func<string, bool> _allows = _ => true;

    public void Dispose() => File.Delete(_kubeconfig);

    [Fact]
    public async Task Look_WellCluster_TellsVersionClockAndRights()
    {
        var findings = await LookAsync(Item("v1", "Service"));

        Assert.All(findings, finding => Assert.Equal(FindingLevel.Fine, finding.Level));
        Assert.Equal(
            ["prod: its cluster (context c) answers: Kubernetes v1.31.0", "Clock: agrees with the cluster of prod", "prod: has every right that a deploy needs (16 asked for)"],
            findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public async Task Look_MissingRights_NamesVerbsResourceNamespaceAndWhatToAskFor()
    {
        _allows = asked => asked is not ("patch services" or "create services" or "get pods/log" or "* *");

        var problems = (await LookAsync(Item("v1", "Service"))).Where(finding => finding.Level == FindingLevel.Problem).ToList();

        Assert.Equal(
            [
                "prod: may not get pods/log in namespace p25, which a deploy needs to say why pods do not become ready. Ask for a role and its binding: kubectl -n p25 create role sluice-pods-log --verb=get --resource=pods/log. kubectl auth whoami shows for whom.",
                "prod: may not create, patch services in namespace p25, which a deploy needs to apply Service/x. Ask for a role and its binding: kubectl -n p25 create role sluice-services --verb=create,patch --resource=services. kubectl auth whoami shows for whom.",
            ],
            problems.Select(finding => finding.ToString()));
    }

    [Fact]
    public void Rights_OfTheWholeCluster_AskForAClusterRole()
    {
        var finding = Assert.Single(Checks().Rights([new Right("create", "", "namespaces", "", "apply Namespace/p25")], 1));

        Assert.Contains("may not create namespaces in the cluster", finding.What, StringComparison.Ordinal);
        Assert.Contains("kubectl create clusterrole sluice-namespaces --verb=create --resource=namespaces", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_NamespaceThatNobodyCreates_SaysHowTo()
    {
        _answers.Remove("/api/v1/namespaces/p25");

        var problem = Assert.Single(await LookAsync(Item("v1", "Service")), finding => finding.Level == FindingLevel.Problem);

        Assert.Equal(("the namespace p25 does not exist and is not among the manifests", "Type: kubectl create namespace p25", ExitCodes.BadInput), (problem.What, problem.Advice, problem.ExitCode));
    }

    [Theory]
    [InlineData("403")]
    [InlineData("")]
    public async Task Look_NamespaceThatIsThereOrAmongTheManifests_IsNoFinding(string status)
    {
        _answers["/api/v1"] = """{"resources":[{"name":"namespaces","kind":"Namespace","namespaced":false}]}""";
        if (status.Length > 0)
        {
            _answers["/api/v1/namespaces/p25"] = status;
        }
        else
        {
            _answers.Remove("/api/v1/namespaces/p25");
        }

        var findings = await LookAsync(status.Length > 0 ? [] : [Item("v1", "Namespace", "p25")]);

        Assert.DoesNotContain(findings, finding => finding.Level == FindingLevel.Problem);
    }

    [Fact]
    public async Task Look_KindThatTheClusterLacks_IsBadInput()
    {
        var problem = Assert.Single(await LookAsync(Item("autoscaling/v9", "Scaler")), finding => finding.Level == FindingLevel.Problem);

        Assert.Contains("k8s/x.yaml: Scaler/x: the cluster does not serve autoscaling/v9", problem.What, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.BadInput, problem.ExitCode);
    }

    [Fact]
    public void Version_OlderThanTested_IsWorthANotice()
    {
        Assert.Equal(FindingLevel.Notice, Checks().Version(new ServerVersion("v1.19.3", 19)).Level);
        Assert.Equal(FindingLevel.Fine, Checks().Version(new ServerVersion("v1.20.2", 20)).Level);
        Assert.Equal(FindingLevel.Fine, Checks().Version(new ServerVersion("an unknown version", null)).Level);
    }

    [Fact]
    public async Task Look_CredentialThatIsRefused_SaysSo()
    {
        _answers["/api"] = "401";

        var problem = Assert.Single(await LookAsync());

        Assert.Equal((FindingLevel.Problem, ExitCodes.Infrastructure), (problem.Level, problem.ExitCode));
        Assert.Contains("does not accept the credential", problem.What, StringComparison.Ordinal);
        Assert.Contains("Log in again", problem.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_ContextThatTheKubeconfigLacks_IsBadInput()
    {
        await File.WriteAllTextAsync(_kubeconfig, "apiVersion: v1\nkind: Config\ncontexts: [{name: d, context: {cluster: d}}]\nclusters: []\nusers: []\n");

        var problem = Assert.Single(await Checks().LookAsync(new ConnectionRequest { Kubeconfig = _kubeconfig, Context = "c" }, CancellationToken.None));

        Assert.Equal((FindingLevel.Problem, ExitCodes.BadInput), (problem.Level, problem.ExitCode));
        Assert.Contains(_kubeconfig, problem.What, StringComparison.Ordinal);
    }

    private static ClusterChecks Checks(params IReadOnlyList<ManifestObject> objects) =>
        new(new EnvironmentDefinition("prod", new ClusterDefinition("c"), "p25", "k8s/overlays/prod"), objects, TimeProvider.System);

    private async Task<IReadOnlyList<Finding>> LookAsync(params IReadOnlyList<ManifestObject> objects)
    {
        await using var server = await WebStub.StartAsync(AnswerAsync);
        await File.WriteAllTextAsync(_kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: k, cluster: {server: "http://{{server.Address}}"} }]
            users: [{name: u, user: {token: t} }]
            contexts: [{name: c, context: {cluster: k, user: u} }]
            """);
        return await Checks(objects).LookAsync(new ConnectionRequest { Kubeconfig = _kubeconfig, Context = "c" }, CancellationToken.None);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
        {
            var asked = (await JsonNode.ParseAsync(context.Request.Body))!["spec"]!["resourceAttributes"]!;
            var what = $"{asked["verb"]} {asked["resource"]}{(asked["subresource"] is { } part ? $"/{part}" : "")}";
            await context.Response.WriteAsync($$"""{"status":{"allowed":{{(_allows(what) ? "true" : "false")}} } }""");
            return;
        }

        var answer = _answers.GetValueOrDefault(context.Request.Path, "404");
        if (int.TryParse(answer, out var status))
        {
            context.Response.StatusCode = status;
            answer = $$"""{"kind":"Status","code":{{status}},"message":"refused"}""";
        }

        await context.Response.WriteAsync(answer);
    }

    private static ManifestObject Item(string apiVersion, string kind, string name = "x") => new(
        new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } }, $"k8s/{name}.yaml");
}

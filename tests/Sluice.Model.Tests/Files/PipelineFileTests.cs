using Sluice.Model.Files;

namespace Sluice.Model.Tests.Files;

public class PipelineFileTests
{
    [Fact]
    public void Parse_RightFile_EverythingRead()
    {
        var load = PipelineFile.Parse(SamplePipeline.Text, "sluice.yaml");

        Assert.Empty(load.Errors);
        var pipeline = load.Pipeline!;
        Assert.Equal("pcbench", pipeline.Application);
        Assert.True(pipeline.Registry.IsSandbox);
        Assert.Equal(["backend", "ml-service", "frontend"], pipeline.Services.Select(service => service.Name));
        var backend = pipeline.Services[0];
        Assert.Equal(("samples/pcbench/backend", 8080, "ml-service"), (backend.Project, backend.Port, Assert.Single(backend.DependsOn)));
        Assert.Empty(pipeline.Services[1].DependsOn);
        var stage = pipeline.Environments[0];
        Assert.Equal(("stage", new ClusterDefinition(null), "p25-stage", "k8s/overlays/stage", TimeSpan.FromMinutes(2)), (stage.Name, stage.Cluster, stage.Namespace, stage.Overlay, stage.ReadyDeadline));
        Assert.Equal("prod", pipeline.Environments[1].Cluster.Context);
        Assert.Equal(TimeSpan.FromSeconds(90), pipeline.Environments[1].ReadyDeadline);
    }

    [Theory]
    [InlineData("application: pcbench", "application: PcBench", "1:14: application: 'PcBench' is not a DNS label. Allowed: a DNS label (")]
    [InlineData("application: pcbench", "application: 5", "1:14: application: is the number 5 (put it in quotes")]
    [InlineData("application: pcbench", "application: true", "1:14: application: is the boolean true")]
    [InlineData("application: pcbench", "application:", "1:13: application: is empty. Allowed: a DNS label")]
    [InlineData("application: pcbench", "application: [a]", "1:14: application: is a list.")]
    [InlineData("application: pcbench", "aplication: pcbench", "1:1: aplication: the key 'aplication' is not known here. Allowed: application, registry, services, environments, strategies, gates, policies. Did you mean 'application'?")]
    [InlineData("application: pcbench", "aplication: pcbench", "1:1: application: is missing. Allowed: a DNS label")]
    [InlineData("registry: sandbox", "registry: https://example.com", "2:11: registry: 'https://example.com' has a scheme. Allowed: 'sandbox', or host")]
    [InlineData("registry: sandbox", "registry: sandbx", "2:11: registry: 'sandbx' is not the address of a registry")]
    [InlineData("registry: sandbox", "registry: example.com:99999/x", "2:11: registry: ")]
    [InlineData("registry: sandbox", "registry: example.com/Upper", "2:11: registry: ")]
    [InlineData("port: 8080", "port: 0", "6:11: services.backend.port: 0 is out of range. Allowed: an integer from 1 to 65535.")]
    [InlineData("port: 8080", "port: 65536", "6:11: services.backend.port: 65536 is out of range")]
    [InlineData("port: 8080", "port: \"8080\"", "6:11: services.backend.port: is the text '8080'. Allowed: an integer")]
    [InlineData("port: 8080", "prot: 8080", "6:5: services.backend.prot: the key 'prot' is not known here. Allowed: project, port, dependsOn, dockerfile, context, base, namespace, ports, probes, resources, hooks. Did you mean 'port'?")]
    [InlineData("port: 8080", "prot: 8080", "5:5: services.backend.port: is missing. Allowed: an integer from 1 to 65535.")]
    [InlineData("port: 8080", "port: 8080\n    port: 8081", "7:5: services.backend.port: the key 'port' is there twice; the first is in line 6. Allowed: each key once.")]
    [InlineData("[ml-service]", "[ml-servce]", "7:17: services.backend.dependsOn[0]: the service 'ml-servce' is not in this file. Allowed: ml-service, frontend. Did you mean 'ml-service'?")]
    [InlineData("[ml-service]", "[ml-service, ml-service]", "7:29: services.backend.dependsOn[1]: the service 'ml-service' is there twice")]
    [InlineData("[ml-service]", "ml-service", "7:16: services.backend.dependsOn: is the text 'ml-service'. Allowed: a list")]
    [InlineData("[ml-service]", "[frontend]", "7:17: services.backend.dependsOn[0]: the services depend on each other in a circle: backend → frontend → backend.")]
    [InlineData("[ml-service]", "[backend]", "in a circle: backend → backend.")]
    [InlineData("  ml-service:\n", "  ml_service:\n", "8:3: services.ml_service: 'ml_service' is not a DNS label. Allowed: the name of the service as a DNS label")]
    [InlineData("project: samples/pcbench/backend", "project: /abs", "5:14: services.backend.project: '/abs' is absolute. Allowed: a path with forward slashes below the folder of this file.")]
    [InlineData("project: samples/pcbench/backend", "project: ../other", "'../other' leaves the repository")]
    [InlineData("project: samples/pcbench/backend", "project: a/../../other", "leaves the repository")]
    [InlineData("project: samples/pcbench/backend", "project: C:/x", "is absolute")]
    [InlineData("project: samples/pcbench/backend", "project: a\\b", "has a backslash in it")]
    [InlineData("cluster: sandbox", "cluster: sandbx", "17:14: environments.stage.cluster: 'sandbx' is not known here. Allowed: sandbox; or a cluster as a map with the keys context, kubeconfig. Did you mean 'sandbox'?")]
    [InlineData("cluster: {context: prod}", "cluster: {contxt: prod}", "21:15: environments.prod.cluster.contxt: the key 'contxt' is not known here. Allowed: context, kubeconfig. Did you mean 'context'?")]
    [InlineData("cluster: {context: prod}", "cluster: {}", "21:14: environments.prod.cluster: names no cluster. Allowed: context: the name of a context")]
    [InlineData("strategy: rolling", "strategy: roling", "24:15: environments.prod.strategy: the strategy 'roling' is not in this file. Allowed: rolling, canary, blueGreen. Did you mean 'rolling'?")]
    [InlineData("readyDeadline: 1m30s", "history: 0", "environments.prod.history: 0 is out of range. Allowed: an integer from 1 to 30")]
    [InlineData("readyDeadline: 1m30s", "history: 31", "environments.prod.history: 31 is out of range")]
    [InlineData("readyDeadline: 1m30s", "readyDeadline: 90", "25:20: environments.prod.readyDeadline: is the number 90")]
    [InlineData("readyDeadline: 1m30s", "readyDeadline: 1m90", "'1m90' is not a duration. Allowed: a duration such as 90s, 3m or 1m30s")]
    [InlineData("readyDeadline: 1m30s", "readyDeadline: 0s", "'0s' is out of range")]
    [InlineData("  prod:\n    cluster: {context: prod}\n    namespace: p25-prod", "  prod:\n    cluster: sandbox\n    namespace: p25-stage", "22:16: environments.prod.namespace: the namespace 'p25-stage' belongs to the environment 'stage' in the same cluster")]
    [InlineData("  backend:\n", "\tbackend:\n", "4:1: a tab is used for indentation. Allowed: spaces.")]
    [InlineData("port: 8080", "port: [8080", "this is not valid YAML: ")]
    [InlineData("application: pcbench", "application: *nowhere", "1:14: this is not valid YAML: the alias *nowhere has no anchor")]
    public void Parse_OneMistake_SaysWhatWhereAndWhatIsAllowed(string right, string wrong, string expected)
    {
        var load = PipelineFile.Parse(Replaced(right, wrong), "sluice.yaml");

        Assert.Null(load.Pipeline);
        Assert.Contains(load.Errors, error => error.ToString().Contains(expected, StringComparison.Ordinal));
        Assert.All(load.Errors, error => Assert.StartsWith("sluice.yaml:", error.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("# only a comment\n", "the file is empty")]
    [InlineData("---\n", "the file is empty")]
    [InlineData("a: 1\n---\nb: 2\n", "2:1: a second document starts here. Allowed: one document.")]
    [InlineData("- a\n", "1:1: is a list. Allowed: the pipeline as a map with the keys application, registry, services, environments, strategies, gates, policies.")]
    [InlineData("services: {}\nenvironments: []\n", "services: is empty. Allowed: a map from the name of each service")]
    [InlineData("services: {}\nenvironments: []\n", "environments: is a list. Allowed: a map from the name of each environment")]
    [InlineData("1: a\n", "1:1: 1: a key is the number 1. Allowed: a text as the key (put it in quotes).")]
    [InlineData("{a: b}: c\n", "a key is a map")]
    [InlineData("<<: 5\n", "the merge key << has the number 5. Allowed: a map or a list of maps.")]
    public void Parse_OddFile_Explained(string text, string expected) =>
        Assert.Contains(PipelineFile.Parse(text, "sluice.yaml").Errors, error => error.ToString().Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Parse_ManyMistakes_AllReportedInOrderOfTheFile()
    {
        var text = SamplePipeline.Text
            .Replace("registry: sandbox", "registry: ''", StringComparison.Ordinal)
            .Replace("port: 8081", "port: none", StringComparison.Ordinal)
            .Replace("[backend]", "[bckend]", StringComparison.Ordinal)
            .Replace("strategy: rolling", "strategie: rolling", StringComparison.Ordinal);

        var load = PipelineFile.Parse(text, "sluice.yaml");

        Assert.Equal(
            ["registry", "services.ml-service.port", "services.frontend.dependsOn[0]", "environments.prod.strategie"],
            load.Errors.Select(error => error.Key));
    }

    [Fact]
    public void Parse_AnchorsAndMergeKeys_Resolved()
    {
        var text = SamplePipeline.Text
            .Replace("  ml-service:\n    project: samples/pcbench/ml-service\n    port: 8081", "  ml-service: &common\n    project: samples/pcbench/ml-service\n    port: 8081", StringComparison.Ordinal)
            .Replace("    project: samples/pcbench/frontend\n    port: 8082", "    <<: *common\n    port: 8082", StringComparison.Ordinal);

        var pipeline = PipelineFile.Parse(text, "sluice.yaml").Pipeline!;

        Assert.Equal(("samples/pcbench/ml-service", 8082), (pipeline.Services[2].Project, pipeline.Services[2].Port));
    }

    [Fact]
    public void Parse_AliasesThatExplode_RefusedQuickly()
    {
        var lines = Enumerable.Range(1, 30).Select(level => $"l{level}: &l{level} [*l{level - 1}, *l{level - 1}]");

        var load = PipelineFile.Parse("l0: &l0 [a, b]\n" + string.Join('\n', lines), "sluice.yaml");

        Assert.Contains("aliases expand to more than", Assert.Single(load.Errors).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Parse_BottomlessNesting_Refused(char bracket) =>
        Assert.NotEmpty(PipelineFile.Parse("a: " + new string(bracket, 100_000), "sluice.yaml").Errors);

    [Theory]
    [InlineData("registry.example.com")]
    [InlineData("registry.example.com:5000/team/app")]
    [InlineData("localhost/x")]
    [InlineData("127.0.0.1:5000")]
    public void Parse_RegistryAddress_Kept(string address) =>
        Assert.Equal(address, PipelineFile.Parse(Replaced("registry: sandbox", "registry: " + address), "sluice.yaml").Pipeline!.Registry.Address);

    [Fact]
    public void Load_NoFile_SaysWhereItWasLookedFor()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "sluice.yaml");

        var error = Assert.Single(PipelineFile.Load(path).Errors);

        Assert.Contains(path, error.Problem, StringComparison.Ordinal);
    }

    private static string Replaced(string right, string wrong)
    {
        Assert.Contains(right, SamplePipeline.Text, StringComparison.Ordinal);
        var at = SamplePipeline.Text.IndexOf(right, StringComparison.Ordinal);
        return SamplePipeline.Text[..at] + wrong + SamplePipeline.Text[(at + right.Length)..];
    }
}

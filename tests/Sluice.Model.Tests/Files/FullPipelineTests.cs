using Sluice.Model.Environments;
using Sluice.Model.Files;
using Sluice.Model.Gates;
using Sluice.Model.Policies;
using Sluice.Model.Services;
using Sluice.Model.Strategies;
using Sluice.Model.Values;

namespace Sluice.Model.Tests.Files;

/// <summary>What every key becomes.</summary>
public class FullPipelineTests
{
    private static readonly Pipeline s_pipeline = Load();

    [Fact]
    public void Parse_Registry_AddressExpandedAndPasswordOnlyNamed()
    {
        Assert.Equal("registry.example.com/team", s_pipeline.Registry.Address);
        Assert.Equal("robot", s_pipeline.Registry.Username);
        Assert.Equal("REGISTRY_PASSWORD", s_pipeline.Registry.Password!.Variable);
        Assert.Equal("hunter2-registry", s_pipeline.Registry.Password.Read(FullPipeline.Variables.GetValueOrDefault).Secret!.Reveal());
    }

    [Fact]
    public void Parse_Service_ProbesResourcesHooksAndPorts()
    {
        var backend = s_pipeline.Services[0];

        Assert.StartsWith("mcr.example.com/dotnet/aspnet:10.0@sha256:", backend.Base, StringComparison.Ordinal);
        Assert.Equal([("metrics", 9090), ("admin", 9091)], backend.Ports.Select(port => (port.Key, port.Value)));
        Assert.Equal(new ProbeDefinition("/healthz") { Period = TimeSpan.FromSeconds(1), Failures = 60 }, backend.Probes.Startup);
        Assert.Equal(new ProbeDefinition("/healthz") { Timeout = TimeSpan.FromMilliseconds(500), Port = 9091 }, backend.Probes.Liveness);
        Assert.Equal(new ProbeDefinition("/readyz"), backend.Probes.Readiness);
        Assert.Equal("/smoke?deep=1", backend.SmokePath);
        Assert.Equal((0.1m, 512m * 1024 * 1024), (backend.Resources.Requests["cpu"].Value, backend.Resources.Limits["memory"].Value));

        var migrate = Assert.Single(backend.Hooks.Before);
        Assert.True(migrate.IsIrreversible);
        Assert.Equal(HookFailure.Stop, migrate.OnFailure);
        Assert.Equal(["--to", "latest", "--to", "latest"], migrate.Job.Arguments);
        Assert.Equal("${NOT_A_VARIABLE}", migrate.Job.Environment["LEVEL"]);
        Assert.Equal((TimeSpan.FromMinutes(10), 2), (migrate.Job.Deadline, migrate.Job.Retries));
        var tell = Assert.Single(backend.Hooks.After);
        Assert.Equal((HookFailure.Continue, "registry.example.com/tell:1.2", false), (tell.OnFailure, tell.Job.Image, tell.IsIrreversible));
    }

    [Fact]
    public void Parse_ServiceWithDockerfile_ContextAndNoProject()
    {
        var service = s_pipeline.Services[1];

        Assert.Null(service.Project);
        Assert.Equal(new DockerfileDefinition("services/ml/Dockerfile", "services"), service.Dockerfile);
        Assert.Equal("/healthz", service.SmokePath);
    }

    [Fact]
    public void Parse_Environments_NamespacesPerService()
    {
        Assert.Equal(["p25-stage"], s_pipeline.Environments[0].Namespaces);
        Assert.Equal(["p25-prod", "p25-ml"], s_pipeline.Environments[2].Namespaces);
        Assert.Equal("p25-ml", s_pipeline.Environments[2].Service("ml-service").Namespace);
        Assert.Equal(new ClusterDefinition("prod", "secrets/prod.yaml"), s_pipeline.Environments[2].Cluster);
    }

    [Fact]
    public void Parse_Environments_RulesAndTheirDefaults()
    {
        var (stage, beta, prod) = (s_pipeline.Environments[0], s_pipeline.Environments[1], s_pipeline.Environments[2]);

        Assert.Equal((RegressionAction.Rollback, (InconclusiveAction?)null, false, true), (stage.OnRegression, stage.OnInconclusive, stage.Holds, stage.IsFreezable));
        Assert.True(beta.Holds);
        Assert.Equal((RegressionAction.Hold, (InconclusiveAction?)InconclusiveAction.Pause, true, false), (prod.OnRegression, prod.OnInconclusive, prod.Holds, prod.IsFreezable));
        Assert.Equal((EnvironmentDefaults.History, 20), (stage.History, prod.History));
        Assert.Equal("default", stage.Policy.Name);
        Assert.Same(s_pipeline.Policies["strict"], prod.Policy);
        Assert.Null(stage.Approvals);
        Assert.Equal((2, true, TimeSpan.FromHours(8)), (prod.Approvals!.Required, prod.Approvals.ExcludeAuthor, prod.Approvals.Expiry));
        Assert.Equal("anna", prod.Approvals.Find("ANNA-gh")!.Identity);
        Assert.Equal("ben", prod.Approvals.Find("ben")!.Identity);
        Assert.Null(prod.Approvals.Find("eve"));
    }

    [Fact]
    public void Parse_Triggers_TagsPartBetaFromProd()
    {
        var (stage, beta, prod) = (s_pipeline.Environments[0].Triggers[0], s_pipeline.Environments[1].Triggers[0], s_pipeline.Environments[2].Triggers[0]);

        Assert.True(stage.Matches("refs/heads/main"));
        Assert.False(stage.Matches("refs/tags/main"));
        Assert.True(beta.Matches("refs/tags/v1.5.0-beta12"));
        Assert.Equal("main", beta.OnBranch);
        Assert.False(prod.Matches("refs/tags/v1.5.0-beta12"));
        Assert.True(prod.Matches("refs/tags/v1.5.0"));
    }

    [Fact]
    public void Parse_Placements_OwnChoiceThenEnvironmentThenDefault()
    {
        var stage = s_pipeline.Environments[0].Service("backend");
        Assert.Equal(("rolling", "none", TrafficRouter.Service, "15m"), (stage.Strategy.Name, stage.Gate.Name, stage.Router, stage.Warm.ToString()));
        Assert.Null(stage.Load);

        var beta = s_pipeline.Environments[1].Service("backend");
        Assert.Equal(("canary", "thresholds", TrafficRouter.Replicas, "full"), (beta.Strategy.Name, beta.Gate.Name, beta.Router, beta.Warm.ToString()));
        Assert.IsType<NoGate>(s_pipeline.Environments[1].Service("ml-service").Gate);

        var prod = s_pipeline.Environments[2];
        var backend = prod.Service("backend");
        // The strategy is nearer to the service than the environment is.
        Assert.Equal(("careful", "standard", TrafficRouter.IngressNginx, "30m"), (backend.Strategy.Name, backend.Gate.Name, backend.Router, backend.Warm.ToString()));
        Assert.Equal(new LoadDefinition(50, Share.Percent(80), "/api"), backend.Load);
        Assert.Equal((TrafficRouter.Replicas, "queries", 2.5), (prod.Service("ml-service").Router, prod.Service("ml-service").Gate.Name, prod.Service("ml-service").Load!.RequestsPerSecond));
        Assert.Equal(("switch", "slo", "none"), (prod.Service("frontend").Strategy.Name, prod.Service("frontend").Gate.Name, prod.Service("frontend").Warm.ToString()));
    }

    [Fact]
    public void Parse_Canary_StepsInOrder()
    {
        var canary = Assert.IsType<CanaryStrategy>(s_pipeline.Strategies["careful"]);

        Assert.Equal([5, 25, 50], canary.Weights);
        Assert.Equal(
            new WeightStep(5) { Replicas = StackSize.Of(1), Dwell = TimeSpan.FromMinutes(2), Deadline = TimeSpan.FromMinutes(20), Gate = s_pipeline.Gates["standard"] },
            canary.Steps[0]);
        Assert.Equal("smoke", Assert.IsType<SmokeStep>(canary.Steps[1]).Job.Name);
        Assert.Equal(new ReplicasStep(new StackSize(null, Share.Percent(50))), canary.Steps[2]);
        Assert.Equal(new WeightStep(25), canary.Steps[3]);
        Assert.Equal(new PauseStep(TimeSpan.FromMinutes(10), PauseEnd.Continue), canary.Steps[4]);
        Assert.True(Assert.IsType<WeightStep>(canary.Steps[5]).Replicas!.Value.IsFull);
        Assert.Equal(new PauseStep(TimeSpan.FromHours(2), PauseEnd.Rollback), canary.Steps[6]);
        Assert.Equal(new ManualStep("Does the dashboard look right?", null), canary.Steps[7]);
        Assert.Equal(new PauseStep(null, PauseEnd.Continue), canary.Steps[8]);
        Assert.Equal(new ManualStep("Did support hear anything?", TimeSpan.FromHours(1)), canary.Steps[9]);
    }

    [Fact]
    public void Parse_OtherStrategies_AndTheBuiltInOnes()
    {
        var blueGreen = Assert.IsType<BlueGreenStrategy>(s_pipeline.Strategies["switch"]);
        Assert.Equal((new StackSize(null, Share.Percent(25)), TimeSpan.FromMinutes(15), 2), (blueGreen.Preview, blueGreen.Bake, blueGreen.Checks.Count));
        Assert.IsType<RollingStrategy>(s_pipeline.Strategies["plain"]);
        Assert.Equal([5, 25, 50], Assert.IsType<CanaryStrategy>(s_pipeline.Strategies["canary"]).Weights);
        Assert.True(Assert.IsType<BlueGreenStrategy>(s_pipeline.Strategies["blueGreen"]).Preview.IsFull);
    }

    [Fact]
    public void Parse_EvidenceGate_EveryNumber()
    {
        var gate = Assert.IsType<EvidenceGate>(s_pipeline.Gates["standard"]);

        Assert.Equal((0.001, 0.02, null, 1.1, 0.002, 1.25, 60), (gate.Alpha, gate.AlphaPromote, gate.Kappa, gate.Rho0, gate.Delta, gate.LatencyFactor, gate.BlockSeconds));
        Assert.Equal((TimeSpan.FromSeconds(45), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)), (gate.WarmUp, gate.Dwell, gate.Deadline));
        Assert.Equal(new MarginDefinition(Share.Percent(1), Share.Percent(5)), gate.Margins);
        Assert.Equal(new SloDefinition(Share.Percent(1), new SlowObjective(TimeSpan.FromSeconds(1), Share.Percent(5))), gate.Slo);
        Assert.Equal(new LowTrafficDefinition(0.5, LowTrafficForm.WiderMargins, new MarginDefinition(Share.Percent(5), Share.Percent(20))), gate.LowTraffic);
        Assert.Equal(new ScrapeSource(null, "/metrics"), gate.Source);
        Assert.Equal(["code=5..", "route=/api/.*"], gate.Errors!.Bad.Select(label => $"{label.Key}={label.Value}"));
        Assert.Equal("GET|POST", gate.Errors.Only["method"]);
        Assert.Equal([100, 250, 1000], gate.Latency!.Bounds.Select(bound => bound.TotalMilliseconds));
    }

    [Fact]
    public void Parse_ThresholdGate_BoundsAndCounts()
    {
        var gate = Assert.IsType<ThresholdGate>(s_pipeline.Gates["thresholds"]);

        Assert.Equal(new Bounds(null, 0.01), gate.ErrorShare);
        Assert.Equal(new SlowBounds(TimeSpan.FromMilliseconds(500), new Bounds(null, 0.05)), gate.SlowShare);
        Assert.Equal(new Bounds(0.1, 1e6), gate.RequestRate);
        Assert.Equal((TimeSpan.FromSeconds(30), 50, 3), (gate.Interval, gate.MinimumRequests, gate.Failures));
        Assert.Equal(("request_errors_total", 0), (gate.Errors!.BadCounter, gate.Errors.Bad.Count));
        Assert.Equal(new LatencyMetric("request_seconds").Histogram, gate.Latency!.Histogram);
        Assert.Null(gate.Source);
    }

    [Fact]
    public void Parse_OtherGates_WindowsAndQueries()
    {
        var slo = Assert.IsType<SloBurnRateGate>(s_pipeline.Gates["slo"]);
        Assert.Equal((0.999, TimeSpan.FromSeconds(1)), (slo.Objective, slo.SlowerThan));
        Assert.Equal([new BurnRateWindow(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 10)], slo.Windows);
        Assert.Equal("5..", slo.Errors!.Bad["code"]);

        var queries = Assert.IsType<PromQlGate>(s_pipeline.Gates["queries"]);
        var check = Assert.Single(queries.Checks);
        Assert.Equal(("queue", new Bounds(null, 100)), (check.Name, check.Bounds));
        Assert.Equal(["candidate", "namespace"], PromQlPlaceholders.In(check.Query));
        var values = new Dictionary<string, string> { ["candidate"] = "abc", ["namespace"] = "p25-prod" };
        Assert.Equal("max(queue_depth{revision=\"abc\",namespace=\"p25-prod\"})", PromQlPlaceholders.Fill(check.Query, values));
    }

    [Fact]
    public void Parse_Sources_GateBeforeEnvironmentBeforePods()
    {
        var prod = s_pipeline.Environments[2].Service("backend");
        Assert.IsType<ScrapeSource>(prod.SourceOf(s_pipeline.Gates["standard"]));
        var ofEnvironment = Assert.IsType<PrometheusSource>(prod.SourceOf(s_pipeline.Gates["thresholds"]));
        Assert.Equal(("http://prometheus.monitoring:9090/", "PROMETHEUS_TOKEN", TimeSpan.FromSeconds(5)), (ofEnvironment.Address.ToString(), ofEnvironment.Token!.Variable, ofEnvironment.Timeout));
        Assert.IsType<ScrapeSource>(s_pipeline.Environments[0].Service("backend").SourceOf(s_pipeline.Gates["thresholds"]));

        var named = Assert.IsType<PrometheusSource>(s_pipeline.Gates["slo"].Source);
        Assert.Equal("${PROMETHEUS_URL}", named.Address.ToString());
        Assert.Equal("prometheus.example.com", named.Address.Read(FullPipeline.Variables.GetValueOrDefault).Address!.Host);
    }

    [Fact]
    public void Parse_Policy_EveryRule()
    {
        var policy = s_pipeline.Policies["strict"];

        Assert.Equal([(Severity.Critical, 0), (Severity.High, 0), (Severity.Medium, 10)], policy.Scan.Limits.Select(limit => (limit.Key, limit.Value)));
        Assert.Equal((TimeSpan.FromDays(3), TimeSpan.FromHours(36), PolicyAction.Refuse, true), (policy.Scan.MaxAge, policy.Scan.DatabaseMaxAge, policy.Scan.StaleDatabase, policy.Scan.RequiresSignature));
        Assert.Equal([new IgnoredFinding("CVE-2026-0001", "not reachable", new DateOnly(2026, 12, 31), "zlib")], policy.Scan.Ignored);
        Assert.Equal(["MIT", "Apache-2.0"], policy.Licences.Allowed);
        Assert.Equal(["AGPL-3.0-only"], policy.Licences.Denied);
        Assert.Equal(PolicyAction.Refuse, policy.Licences.Unknown);
        Assert.Equal(PodSecurityLevel.Restricted, policy.PodSecurity);
    }

    [Fact]
    public void ToString_OfTheWholePipeline_HoldsNoSecret()
    {
        var texts = new object[] { s_pipeline, s_pipeline.Registry, s_pipeline.Registry.Password!, s_pipeline.Gates["slo"], s_pipeline.Gates["slo"].Source!, s_pipeline.Gates["queries"].Source!, s_pipeline.Environments[2], s_pipeline.Environments[2].Services[0] };

        Assert.All(texts, text => Assert.DoesNotContain("hunter2", text.ToString(), StringComparison.Ordinal));
        Assert.Equal("(secret)", s_pipeline.Registry.Password!.Read(FullPipeline.Variables.GetValueOrDefault).Secret!.ToString());
    }

    private static Pipeline Load()
    {
        var load = PipelineFile.Parse(FullPipeline.Text, "sluice.yaml", FullPipeline.Variables.GetValueOrDefault);
        Assert.Equal([], load.Errors.Select(error => error.ToString()));
        return load.Pipeline!;
    }
}

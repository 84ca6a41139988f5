using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Jobs;
using Sluice.Model.Services;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Tests.Jobs;

[SupportedOSPlatform("linux")]
public class KubernetesJobsTests
{
    private static readonly JobRun Smoke = new(
        "n",
        "backend",
        "backend-smoke-7-2",
        new JobDefinition("smoke") { Command = ["curl", "-f"], Arguments = ["/healthz"], Deadline = TimeSpan.FromSeconds(90.5), Environment = new Dictionary<string, string> { ["LEVEL"] = "2", ["SLUICE_VERSION"] = "mine" } },
        "r/backend@sha256:00")
    {
        Environment = new Dictionary<string, string> { ["SLUICE_VERSION"] = "1.5.0" },
    };

    private readonly ManualClock clock = new();

    [Fact]
    public async Task Start_OfAJob_MakesOneWithWhatItsDefinitionSays()
    {
        await using JobCluster cluster = await JobCluster.StartAsync(clock);
        var jobs = new KubernetesJobs(cluster.Client, clock);

        Assert.Null(await jobs.StartAsync(Smoke, default));
        cluster.Work();

        JsonNode spec = Assert.Single(cluster.Jobs)["spec"]!;
        Assert.Equal(("0", "91"), (spec["backoffLimit"]!.ToString(), spec["activeDeadlineSeconds"]!.ToString()));
        JsonNode pod = Assert.Single(cluster.Pods)["spec"]!;
        Assert.Equal(("Never", "false", "true"), (pod["restartPolicy"]!.ToString(), pod["automountServiceAccountToken"]!.ToString(), pod["securityContext"]!["runAsNonRoot"]!.ToString()));
        JsonNode container = pod["containers"]![0]!;
        Assert.Equal("r/backend@sha256:00", container["image"]!.ToString());
        Assert.Equal(["curl", "-f", "/healthz"], container["command"]!.AsArray().Concat(container["args"]!.AsArray()).Select(word => word!.ToString()));
        Assert.Equal(["LEVEL=2", "SLUICE_VERSION=1.5.0"], container["env"]!.AsArray().Select(one => $"{one!["name"]}={one["value"]}"));
    }

    [Fact]
    public async Task Start_Again_StartsNothing()
    {
        await using JobCluster cluster = await JobCluster.StartAsync(clock);
        await new KubernetesJobs(cluster.Client, clock).StartAsync(Smoke, default);
        cluster.Work();
        cluster.Pod("""{"phase":"Succeeded"}""");
        cluster.Work();

        Assert.Null(await new KubernetesJobs(cluster.Client, clock).StartAsync(Smoke, default));
        cluster.Work();

        Assert.Single(cluster.Pods);
        Assert.True((await new KubernetesJobs(cluster.Client, clock).LookAsync(Smoke, default)).Value!.HasPassed);
    }

    [Fact]
    public async Task Start_WhereAnotherJobHasTheName_IsRefusedAndEndLeavesIt()
    {
        await using JobCluster cluster = await JobCluster.StartAsync(clock);
        var jobs = new KubernetesJobs(cluster.Client, clock);
        await jobs.StartAsync(Smoke with { Service = "other" }, default);

        ClusterProblem? problem = await jobs.StartAsync(Smoke, default);

        Assert.Equal(ClusterProblemKind.Conflict, problem!.Kind);
        Assert.Contains("Job/backend-smoke-7-2 in n", problem.What, StringComparison.Ordinal);
        Assert.NotNull(await jobs.EndAsync(Smoke, default));
        Assert.Single(cluster.Jobs);
    }

    [Fact]
    public async Task Start_WithoutAnImage_NamesJobAndService()
    {
        await using JobCluster cluster = await JobCluster.StartAsync(clock);

        ClusterProblem? problem = await new KubernetesJobs(cluster.Client, clock).StartAsync(Smoke with { Image = "" }, default);

        Assert.Contains("smoke of backend has no image", problem!.What, StringComparison.Ordinal);
        Assert.Empty(cluster.Jobs);
    }

    [Fact]
    public async Task Look_OfAFailedJob_SaysHowItEndedWithTheEndOfItsLog()
    {
        await using JobCluster cluster = await JobCluster.StartAsync(clock);
        var jobs = new KubernetesJobs(cluster.Client, clock);
        Assert.Null((await jobs.LookAsync(Smoke, default)).Value!.HasPassed);
        await jobs.StartAsync(Smoke, default);
        Assert.Null((await jobs.LookAsync(Smoke, default)).Value!.HasPassed);
        cluster.Work();
        cluster.Log = string.Join('\n', Enumerable.Range(1, 40).Select(i => $"line {i}"));
        cluster.Pod("""{"phase":"Failed","containerStatuses":[{"name":"smoke","state":{"terminated":{"exitCode":3,"reason":"Error"}}}]}""");
        cluster.Work();

        JobProgress progress = (await jobs.LookAsync(Smoke, default)).Value!;

        Assert.False(progress.HasPassed);
        Assert.Equal("The job backend-smoke-7-2 ended with exit code 3; its log ends with: line 40", progress.Text);
        Assert.Equal((20, "line 21"), (progress.LogLines.Count, progress.LogLines[0]));
    }

    [Fact]
    public async Task Look_OfAJobWithRetries_FailsAfterTheLastOnly()
    {
        await using JobCluster cluster = await JobCluster.StartAsync(clock);
        var jobs = new KubernetesJobs(cluster.Client, clock);
        JobRun run = Smoke with { Job = Smoke.Job with { Retries = 1 } };
        await jobs.StartAsync(run, default);
        cluster.Work();
        cluster.Pod("""{"phase":"Failed","containerStatuses":[{"name":"smoke","state":{"terminated":{"exitCode":1}}}]}""");
        cluster.Work();
        Assert.Null((await jobs.LookAsync(run, default)).Value!.HasPassed);

        clock.Advance(TimeSpan.FromSeconds(20));
        cluster.Work();
        cluster.Pod("""{"phase":"Failed","containerStatuses":[{"name":"smoke","state":{"terminated":{"exitCode":2}}}]}""");
        cluster.Work();

        Assert.Contains("exit code 2", (await jobs.LookAsync(run, default)).Value!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_BeyondTheDeadline_SaysSo()
    {
        await using JobCluster cluster = await JobCluster.StartAsync(clock);
        var jobs = new KubernetesJobs(cluster.Client, clock);
        await jobs.StartAsync(Smoke, default);
        cluster.Work();
        clock.Advance(TimeSpan.FromSeconds(100));
        cluster.Work();

        JobProgress progress = (await jobs.LookAsync(Smoke, default)).Value!;

        Assert.Equal((false, "The job backend-smoke-7-2 failed: it ran longer than its deadline allows."), (progress.HasPassed, progress.Text));
    }

    [Fact]
    public async Task Look_OfAnImageThatIsNotThere_FailsAtOnce()
    {
        await using JobCluster cluster = await JobCluster.StartAsync(clock);
        var jobs = new KubernetesJobs(cluster.Client, clock);
        await jobs.StartAsync(Smoke, default);
        cluster.Work();
        cluster.Pod("""{"phase":"Pending","containerStatuses":[{"name":"smoke","image":"r/backend@sha256:00","state":{"waiting":{"reason":"ImagePullBackOff","message":"manifest unknown"}}}]}""");

        JobProgress progress = (await jobs.LookAsync(Smoke, default)).Value!;

        Assert.False(progress.HasPassed);
        Assert.Contains("r/backend@sha256:00 cannot be pulled: manifest unknown (ImagePullBackOff)", progress.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_OfARegistryThatIsAway_GivesItTime()
    {
        await using JobCluster cluster = await JobCluster.StartAsync(clock);
        var jobs = new KubernetesJobs(cluster.Client, clock);
        await jobs.StartAsync(Smoke, default);
        cluster.Work();
        cluster.Pod("""{"phase":"Pending","containerStatuses":[{"name":"smoke","state":{"waiting":{"reason":"ErrImagePull","message":"connection refused"}}}]}""");

        Assert.Null((await jobs.LookAsync(Smoke, default)).Value!.HasPassed);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.False((await jobs.LookAsync(Smoke, default)).Value!.HasPassed);
    }

    [Fact]
    public async Task End_OfAJob_RemovesIt()
    {
        await using JobCluster cluster = await JobCluster.StartAsync(clock);
        var jobs = new KubernetesJobs(cluster.Client, clock);
        await jobs.StartAsync(Smoke, default);

        Assert.Null(await jobs.EndAsync(Smoke, default));

        Assert.Empty(cluster.Jobs);
        Assert.Null(await jobs.EndAsync(Smoke, default));
    }
}

using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Controllers.Jobs;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Controllers;

/// <summary>Jobs under a clock that the test moves, with pods that end as the test says.</summary>
public sealed class JobTests : IDisposable
{
    private readonly Cluster _cluster = new();
    private readonly JobController _controller = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Job_PodSucceeds_IsComplete()
    {
        Start("{}");
        var pod = Assert.Single(Active);
        Assert.Equal(("Job", 1), (pod.Controller().Text("kind"), Job.Int("status", "active")));
        _cluster.Clock.Move(TimeSpan.FromSeconds(3));

        End(pod, "Succeeded");
        Run();

        Assert.True(Is("Complete"));
        Assert.Equal((1, null, _cluster.Clock.GetUtcNow()), (Job.Int("status", "succeeded"), Job.Int("status", "active"), Job.Time("status", "completionTime")));
        Assert.Empty(Active);
    }

    [Fact]
    public void Job_PodFails_IsTriedAgainLaterEachTimeAndThenGivenUp()
    {
        Start("""{"backoffLimit":2}""");
        foreach (int seconds in (int[])[10, 20])
        {
            End(Assert.Single(Active), "Failed");
            Assert.Equal(TimeSpan.FromSeconds(seconds), Run().Again);
            Assert.Empty(Active);
            _cluster.Clock.Move(TimeSpan.FromSeconds(seconds - 1));
            Run();
            Assert.Empty(Active);
            _cluster.Clock.Move(TimeSpan.FromSeconds(1));
            Run();
        }

        End(Assert.Single(Active), "Failed");
        Run();

        Assert.True(Is("Failed"));
        Assert.Equal(("BackoffLimitExceeded", 3), (Conditions.Find(Job.At("status"), "Failed").Text("reason"), Job.Int("status", "failed")));
        Assert.Null(Job.At("status", "completionTime"));
        Assert.Contains(_cluster.Store.List(Resources.Events, "n").Items, e => e.Text("reason") == "BackoffLimitExceeded");
        _cluster.Clock.Move(TimeSpan.FromHours(1));
        Run();
        Assert.Empty(Active);
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(2, 1, false)]
    [InlineData(2, 2, true)]
    public void Job_RestartsInPlace_CountAgainstTheLimit(int limit, int restarts, bool failed)
    {
        Start($$"""{"backoffLimit":{{limit}},"template":{"spec":{"restartPolicy":"OnFailure","containers":[]} } }""");
        var pod = Assert.Single(Active);
        _cluster.Change(Resources.Pods, pod.Name(), p => p["status"] = new JsonObject { ["phase"] = "Running", ["containerStatuses"] = new JsonArray(new JsonObject { ["restartCount"] = restarts }) });

        Run();

        Assert.Equal(failed, Is("Failed"));
        Assert.Equal(failed ? 0 : 1, Active.Count);
    }

    [Fact]
    public void Job_LongerThanItsDeadline_IsEndedWithItsPods()
    {
        Start("""{"activeDeadlineSeconds":30}""");
        Assert.Equal(TimeSpan.FromSeconds(30), Run().Again);
        _cluster.Clock.Move(TimeSpan.FromSeconds(30));

        Run();

        Assert.Equal("DeadlineExceeded", Conditions.Find(Job.At("status"), "Failed").Text("reason"));
        Assert.Empty(Active);
        Assert.Equal(1, Job.Int("status", "failed"));
    }

    [Fact]
    public void Job_SeveralCompletions_RunsNoMoreAtOnceThanItMay()
    {
        Start("""{"completions":3,"parallelism":2}""");
        Assert.Equal(2, Active.Count);
        End(Active[0], "Succeeded");
        Run();
        Assert.Equal(2, Active.Count);
        End(Active[0], "Succeeded");
        Run();
        Assert.Single(Active);
        Assert.False(Is("Complete"));
        End(Active[0], "Succeeded");
        Run();
        Assert.True(Is("Complete"));
    }

    [Fact]
    public void Job_OpenCompletions_EndsWhenOneSucceededAndNoneRuns()
    {
        Start("""{"parallelism":2}""", completions: false);
        End(Active[0], "Succeeded");
        Run();
        Assert.Single(Active);
        Assert.False(Is("Complete"));
        End(Active[0], "Failed");
        Run();
        Assert.True(Is("Complete"));
    }

    [Fact]
    public void Job_SuspendedAndResumed_StopsAndBeginsAnew()
    {
        Start("{}");
        _cluster.Change(Resources.Jobs, "j", j => j["spec"]!["suspend"] = true);
        Run();
        Assert.Empty(Active);
        Assert.True(Is("Suspended"));
        Assert.Null(Job.At("status", "startTime"));

        _cluster.Clock.Move(TimeSpan.FromMinutes(1));
        _cluster.Change(Resources.Jobs, "j", j => j["spec"]!["suspend"] = false);
        Run();
        Assert.Single(Active);
        Assert.False(Is("Suspended"));
        Assert.Equal(_cluster.Clock.GetUtcNow(), Job.Time("status", "startTime"));
    }

    [Fact]
    public void Job_FewerAtOnce_EndsTheRest()
    {
        Start("""{"completions":5,"parallelism":3}""");
        _cluster.Change(Resources.Jobs, "j", j => j["spec"]!["parallelism"] = 1);
        Run();
        Assert.Single(Active);
    }

    [Fact]
    public void Job_OverForLongerThanItMay_IsRemoved()
    {
        Start("""{"ttlSecondsAfterFinished":60}""");
        End(Assert.Single(Active), "Succeeded");
        Run();
        Assert.Equal(TimeSpan.FromSeconds(60), Run().Again);
        _cluster.Clock.Move(TimeSpan.FromSeconds(60));
        Run();
        Assert.Null(_cluster.Store.Get(Cluster.Key(Resources.Jobs, "j")));
    }

    [Fact]
    public void Job_EndedPodsDeleted_KeepsItsCount()
    {
        Start("""{"completions":2}""");
        var first = Assert.Single(Active);
        End(first, "Succeeded");
        Run();
        _cluster.Remove(first);
        Run();
        Assert.Equal(1, Job.Int("status", "succeeded"));
        End(Assert.Single(Active), "Succeeded");
        Run();
        Assert.False(Is("Failed"));
    }

    private JsonObject Job => _cluster.Store.Get(Cluster.Key(Resources.Jobs, "j"))!;

    private List<JsonObject> Active => [.. _cluster.LivePods.Where(p => p.Text("status", "phase") is not ("Succeeded" or "Failed"))];

    private bool Is(string condition) => Conditions.IsTrue(Job.At("status"), condition);

    private void Start(string spec, bool completions = true)
    {
        var job = JsonNode.Parse("""{"kind":"Job","apiVersion":"batch/v1","spec":{"backoffLimit":6,"parallelism":1,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}""")!.AsObject();
        if (completions)
        {
            job["spec"]!["completions"] = 1;
        }

        foreach (var (field, value) in JsonNode.Parse(spec)!.AsObject())
        {
            job["spec"]![field] = value?.DeepClone();
        }

        _cluster.Store.Create(Cluster.Key(Resources.Jobs, "j"), job);
        Run();

        // A watch would call again for the pods that were made.
        Run();
    }

    private Reconciled Run()
    {
        var key = Cluster.Key(Resources.Jobs, "j");
        var decision = _controller.Reconcile(_cluster.Store, key, _cluster.Clock.GetUtcNow());
        _cluster.Run(_controller, key);
        return decision;
    }

    private void End(JsonObject pod, string phase) => _cluster.Change(Resources.Pods, pod.Name(), p => p["status"] = new JsonObject
    {
        ["phase"] = phase,
        ["containerStatuses"] = new JsonArray(new JsonObject { ["state"] = new JsonObject { ["terminated"] = new JsonObject { ["finishedAt"] = _cluster.Clock.GetUtcNow().Stamp() } } }),
    });
}

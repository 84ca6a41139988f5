using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Deployments;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Tests.Controllers;

public sealed class RolloutTests
{
    [Theory]
    [InlineData(10, "25%", "25%", 13, 8)]
    [InlineData(3, "25%", "25%", 4, 3)]
    [InlineData(1, "25%", "25%", 2, 1)]
    [InlineData(4, "50%", "1", 6, 3)]
    [InlineData(3, "0", "0", 3, 2)]
    [InlineData(2, "100%", "100%", 4, 0)]
    public void Bounds_FromSharesOrNumbers_RoundAsKubernetes(int replicas, string surge, string unavailable, int most, int least)
    {
        var bounds = new DeploymentView(Cluster.NewDeployment(replicas, surge, unavailable), []).Bounds;

        Assert.Equal((most, least), (bounds.MaxTotal, bounds.MinAvailable));
    }

    [Fact]
    public void RollingUpdate_AnyOrderOfPodsAndControllers_StaysWithinItsBounds()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Roll(new Random(seed), seed);
        }
    }

    /// <summary>Pods become ready in any order and old ones linger, while controllers run between; no pod fails, so only the rollout takes pods away.</summary>
    private static void Roll(Random random, int seed)
    {
        using var cluster = new Cluster();
        int replicas = random.Next(1, 9);
        string[] shares = ["0", "1", "2", "25%", "50%", "100%"];
        var deployment = Cluster.NewDeployment(replicas, random.GetItems(shares, 1)[0], random.GetItems(shares, 1)[0]);
        cluster.Store.Create(Cluster.Key(Resources.Deployments, "d"), deployment);
        cluster.Settle();
        for (int change = 0; change < 3; change++)
        {
            cluster.Change(Resources.Deployments, "d", d => d["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = $"v{change}");
            var bounds = new DeploymentView(cluster.Deployment, []).Bounds;
            for (int step = 0; step < 40; step++)
            {
                cluster.Pass();
                int live = cluster.LivePods.Count;
                int ready = cluster.LivePods.Count(Cluster.IsReady);
                Assert.True(live <= bounds.MaxTotal, $"seed {seed}: {live} pods, at most {bounds.MaxTotal}");
                Assert.True(ready >= bounds.MinAvailable, $"seed {seed}: {ready} ready, at least {bounds.MinAvailable}");
                foreach (var pod in cluster.Pods.Where(_ => random.Next(3) == 0))
                {
                    _ = pod.IsDeleting() ? cluster.Remove(pod) : Cluster.IsReady(pod) || cluster.SetReady(pod, true);
                }
            }
        }

        cluster.Settle();
        Assert.Equal(replicas, cluster.Pods.Count);
        Assert.All(cluster.Pods, p => Assert.Equal("v2", p.At("spec").Objects("containers").Single().Text("image")));
        Assert.Equal("NewReplicaSetAvailable", Conditions.Find(cluster.Deployment.At("status"), "Progressing").Text("reason"));
    }

    [Fact]
    public void Undo_TemplateOfAnEarlierRevision_ReusesItsReplicaSetUnderANewNumber()
    {
        using var cluster = new Cluster();
        cluster.Store.Create(Cluster.Key(Resources.Deployments, "d"), Cluster.NewDeployment(2));
        cluster.Settle();
        string first = Assert.Single(cluster.Store.List(Resources.ReplicaSets, "n").Items).Name();
        cluster.Change(Resources.Deployments, "d", d => d["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "two");
        cluster.Settle();
        Assert.Equal("2", cluster.Deployment.Annotation(DeploymentView.RevisionNote));

        cluster.Change(Resources.Deployments, "d", d => d["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "one");
        cluster.Settle();

        Assert.Equal("3", cluster.Deployment.Annotation(DeploymentView.RevisionNote));
        Assert.All(cluster.Pods, p => Assert.Equal(first, p.Controller().Text("name")));
        Assert.Equal(2, cluster.Store.List(Resources.ReplicaSets, "n").Items.Count);
    }

    [Fact]
    public void Progress_PodsNeverReady_IsSaidToBeLateAfterTheDeadlineAndNotBefore()
    {
        using var cluster = new Cluster();
        var deployment = Cluster.NewDeployment(1);
        deployment["spec"]!["progressDeadlineSeconds"] = 5;
        cluster.Store.Create(Cluster.Key(Resources.Deployments, "d"), deployment);
        while (cluster.Pass())
        {
        }

        cluster.Clock.Move(TimeSpan.FromSeconds(4));
        cluster.Pass();
        Assert.Equal("True", Progressing(cluster).Text("status"));
        cluster.Clock.Move(TimeSpan.FromSeconds(2));
        cluster.Pass();

        Assert.Equal(("False", "ProgressDeadlineExceeded"), (Progressing(cluster).Text("status"), Progressing(cluster).Text("reason")));
    }

    [Fact]
    public void Paused_NewTemplate_ScalesButStartsNothingNew()
    {
        using var cluster = new Cluster();
        cluster.Store.Create(Cluster.Key(Resources.Deployments, "d"), Cluster.NewDeployment(2));
        cluster.Settle();

        cluster.Change(Resources.Deployments, "d", d =>
        {
            d["spec"]!["paused"] = true;
            d["spec"]!["replicas"] = 4;
            d["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "two";
        });
        cluster.Settle();

        Assert.Equal(4, cluster.Pods.Count);
        Assert.All(cluster.Pods, p => Assert.Equal("one", p.At("spec").Objects("containers").Single().Text("image")));
        cluster.Change(Resources.Deployments, "d", d => d["spec"]!["paused"] = false);
        cluster.Settle();
        Assert.All(cluster.Pods, p => Assert.Equal("two", p.At("spec").Objects("containers").Single().Text("image")));
    }

    [Fact]
    public void Recreate_NewTemplate_StartsOnlyWhenTheOldPodsAreGoneForGood()
    {
        using var cluster = new Cluster();
        var deployment = Cluster.NewDeployment(2);
        deployment["spec"]!["strategy"] = new JsonObject { ["type"] = "Recreate" };
        cluster.Store.Create(Cluster.Key(Resources.Deployments, "d"), deployment);
        cluster.Settle();
        cluster.Change(Resources.Deployments, "d", d => d["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "two");
        while (cluster.Pass())
        {
        }

        Assert.Equal(2, cluster.Pods.Count(p => p.IsDeleting()));
        Assert.Empty(cluster.LivePods);
        cluster.Settle();
        Assert.Equal(2, cluster.LivePods.Count);
    }

    [Fact]
    public void Resize_InTheMiddleOfARollout_GrowsBothInProportion()
    {
        var current = new ReplicaSetFacts("new", 2, 1, 12);
        var old = new ReplicaSetFacts("old", 10, 10, 12);

        var scales = Resize.Step(new RolloutBounds(20, 4, 0), current, [old]).ToDictionary(s => s.Name, s => s.Replicas);

        Assert.Equal(20, scales["old"]);
        Assert.Equal(4, scales["new"]);
    }

    [Fact]
    public void History_BeyondItsLimit_LosesTheOldestReplicaSets()
    {
        using var cluster = new Cluster();
        var deployment = Cluster.NewDeployment(1);
        deployment["spec"]!["revisionHistoryLimit"] = 1;
        cluster.Store.Create(Cluster.Key(Resources.Deployments, "d"), deployment);
        foreach (string image in (string[])["two", "three", "four"])
        {
            cluster.Settle();
            cluster.Change(Resources.Deployments, "d", d => d["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = image);
        }

        cluster.Settle();

        var revisions = cluster.Store.List(Resources.ReplicaSets, "n").Items.Select(DeploymentView.RevisionOf).Order();
        Assert.Equal([3, 4], revisions);
    }

    private static JsonObject? Progressing(Cluster cluster) => Conditions.Find(cluster.Deployment.At("status"), "Progressing");
}

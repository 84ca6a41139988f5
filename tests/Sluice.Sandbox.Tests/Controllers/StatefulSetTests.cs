using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Claims;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Controllers.StatefulSets;

namespace Sluice.Sandbox.Tests.Controllers;

public sealed class StatefulSetTests : IDisposable
{
    private readonly Cluster _cluster = new(new StatefulSetController(), new ClaimController());

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Ordered_EachPod_WaitsForTheOneBefore()
    {
        Create(3);
        for (int i = 0; i < 3; i++)
        {
            _cluster.Pass();
            _cluster.Pass();
            Assert.Equal(Enumerable.Range(0, i + 1).Select(n => $"s-{n}"), Names);
            _cluster.SetReady(_cluster.Pods[i], true);
        }

        _cluster.Settle();
        Assert.Equal((3, 3, 3), (Status("readyReplicas"), Status("availableReplicas"), Status("updatedReplicas")));
        var last = _cluster.Pods[2];
        Assert.Equal(("s-2", "s-2", "db"), (last.Labels()["statefulset.kubernetes.io/pod-name"], last.Text("spec", "hostname"), last.Text("spec", "subdomain")));
    }

    [Fact]
    public void Parallel_AllPods_StartAtOnce()
    {
        Create(3, """{"podManagementPolicy":"Parallel"}""");
        _cluster.Pass();
        Assert.Equal(["s-0", "s-1", "s-2"], Names);
    }

    [Fact]
    public void Update_NewTemplate_ReplacesFromTheHighestOneAtATime()
    {
        Create(3);
        _cluster.Settle();
        string before = Status("currentRevision", "");
        Change(s => s["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "two");
        _cluster.Pass();
        Assert.Equal(["s-0:one", "s-1:one", "s-2:one!"], Images);
        Assert.Equal((before, false), (Status("currentRevision", ""), before == Status("updateRevision", "")));

        _cluster.Remove(_cluster.Pods[2]);
        _cluster.Pass();
        _cluster.Pass();
        Assert.Equal(["s-0:one", "s-1:one", "s-2:two"], Images);
        _cluster.SetReady(_cluster.Pods[2], true);
        _cluster.Pass();
        Assert.Equal(["s-0:one", "s-1:one!", "s-2:two"], Images);

        _cluster.Settle();
        Assert.Equal(["s-0:two", "s-1:two", "s-2:two"], Images);
        Assert.Equal((Status("updateRevision", ""), 3), (Status("currentRevision", ""), Status("currentReplicas")));
    }

    [Fact]
    public void Update_PartitionOrOnDelete_LeavesTheRest()
    {
        Create(3, """{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2} } }""");
        _cluster.Settle();
        Change(s => s["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "two");
        _cluster.Settle();
        Assert.Equal(["s-0:one", "s-1:one", "s-2:two"], Images);

        Change(s => s["spec"]!["updateStrategy"] = new JsonObject { ["type"] = "OnDelete" });
        _cluster.Settle();
        Assert.Equal(["s-0:one", "s-1:one", "s-2:two"], Images);
    }

    [Fact]
    public void Update_PodThatIsNotReady_HoldsItUp()
    {
        Create(2);
        _cluster.Settle();
        _cluster.SetReady(_cluster.Pods[0], false);
        Change(s => s["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "two");
        _cluster.Pass();
        _cluster.Pass();
        Assert.Equal(["s-0:one", "s-1:one"], Images);
    }

    [Fact]
    public void Scale_Down_EndsTheHighestFirstOneAtATime()
    {
        Create(3);
        _cluster.Settle();
        Change(s => s["spec"]!["replicas"] = 1);
        _cluster.Pass();
        _cluster.Pass();
        Assert.Equal(["s-0:one", "s-1:one", "s-2:one!"], Images);
        _cluster.Settle();
        Assert.Equal(["s-0:one"], Images);
    }

    [Fact]
    public void Pod_ThatEnded_IsMadeAnewUnderItsName()
    {
        Create(1);
        _cluster.Settle();
        string uid = _cluster.Pods[0].Uid();
        _cluster.Change(Resources.Pods, "s-0", p => p["status"] = new JsonObject { ["phase"] = "Failed" });
        _cluster.Settle();
        Assert.Equal(("s-0", false), (_cluster.Pods[0].Name(), uid == _cluster.Pods[0].Uid()));
    }

    [Fact]
    public void Claims_OfTheTemplate_AreBoundAndOutliveThePod()
    {
        Create(1, """{"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"} } } }]}""");
        _cluster.Settle();
        var claim = Assert.Single(_cluster.Store.List(Resources.Claims, "n").Items);
        Assert.Equal(("data-s-0", "Bound", "1Gi"), (claim.Name(), claim.Text("status", "phase"), claim.Text("status", "capacity", "storage")));
        Assert.Equal("data-s-0", _cluster.Pods[0].Objects("spec", "volumes").Single().Text("persistentVolumeClaim", "claimName"));

        _cluster.Remove(_cluster.Pods[0]);
        _cluster.Settle();
        Assert.Equal(claim.Uid(), Assert.Single(_cluster.Store.List(Resources.Claims, "n").Items).Uid());
    }

    private IEnumerable<string> Names => _cluster.Pods.Select(p => p.Name());

    /// <summary>Name and image; <c>!</c> for one that is on its way out.</summary>
    private IEnumerable<string> Images => _cluster.Pods.Select(p => $"{p.Name()}:{p.Objects("spec", "containers").First().Text("image")}{(p.IsDeleting() ? "!" : "")}");

    private int? Status(string field) => Set.Int("status", field);

    private string Status(string field, string absent) => Set.Text("status", field) ?? absent;

    private JsonObject Set => _cluster.Store.Get(Cluster.Key(Resources.StatefulSets, "s"))!;

    private void Change(Action<JsonObject> change) => _cluster.Change(Resources.StatefulSets, "s", change);

    private void Create(int replicas, string more = "{}")
    {
        var set = JsonNode.Parse(
            $$"""
            {"kind":"StatefulSet","apiVersion":"apps/v1","spec":{"replicas":{{replicas}},"serviceName":"db","selector":{"matchLabels":{"app":"s"} },
             "template":{"metadata":{"labels":{"app":"s"} },"spec":{"containers":[{"name":"c","image":"one"}] } } } }
            """)!.AsObject();
        foreach (var (field, value) in JsonNode.Parse(more)!.AsObject())
        {
            set["spec"]![field] = value?.DeepClone();
        }

        _cluster.Store.Create(Cluster.Key(Resources.StatefulSets, "s"), set);
    }
}

using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Controllers.Events;
using Sluice.Sandbox.Controllers.GarbageCollection;
using Sluice.Sandbox.Controllers.Namespaces;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Controllers.ReplicaSets;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Controllers;

public sealed class ControllerTests
{
    [Fact]
    public void ScaleDown_SomeNotReady_TakesThoseFirst()
    {
        using var cluster = new Cluster();
        cluster.Store.Create(Cluster.Key(Resources.Deployments, "d"), Cluster.NewDeployment(3));
        cluster.Settle();
        var sick = cluster.Pods[1];
        cluster.SetReady(sick, false);

        cluster.Change(Resources.Deployments, "d", d => d["spec"]!["replicas"] = 2);
        cluster.Pass();
        cluster.Pass();

        Assert.Equal(sick.Name(), Assert.Single(cluster.Pods, p => p.IsDeleting()).Name());
    }

    [Fact]
    public void MinReadySeconds_NotYetOver_ReadyIsNotAvailable()
    {
        var set = Parse("""{"metadata":{"name":"s","namespace":"n","uid":"u"},"spec":{"replicas":1,"minReadySeconds":10,"selector":{"matchLabels":{"a":"b"}}}}""");
        var now = new DateTimeOffset(2030, 1, 1, 0, 0, 4, TimeSpan.Zero);
        var pod = Parse("""
            {"metadata":{"name":"p","namespace":"n","ownerReferences":[{"uid":"u","controller":true}]},
             "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2030-01-01T00:00:00Z"}]}}
            """);

        var early = ReplicaSetController.Decide(set, [pod], false, now);
        var late = ReplicaSetController.Decide(set, [pod], false, now.AddSeconds(6));

        Assert.Equal(0, Status(early).Int("availableReplicas"));
        Assert.Equal(TimeSpan.FromSeconds(6), early.Again);
        Assert.Equal(1, Status(late).Int("availableReplicas"));
    }

    [Fact]
    public void Endpoints_PodIsToEnd_LeavesTheReadyAddressesAtOnce()
    {
        using var cluster = new Cluster();
        cluster.Store.Create(Cluster.Key(Resources.Services, "s"), Parse("""{"spec":{"selector":{"app":"d"},"ports":[{"port":80,"targetPort":8080}]}}"""));
        cluster.Store.Create(Cluster.Key(Resources.Deployments, "d"), Cluster.NewDeployment(2));
        cluster.Settle();
        Assert.Equal(2, Addresses(cluster, "addresses"));

        cluster.Store.Delete(Cluster.Key(Resources.Pods, cluster.Pods[0].Name()), 30);
        cluster.Pass();

        Assert.Equal(1, Addresses(cluster, "addresses"));
        var slice = Assert.Single(cluster.Store.List(Resources.EndpointSlices, "n").Items);
        Assert.Single(slice.Objects("endpoints"), e => e.Flag("conditions", "terminating") && e.Flag("conditions", "serving") && !e.Flag("conditions", "ready"));
    }

    [Fact]
    public void Endpoints_NamedTargetPort_IsTheContainersPort()
    {
        using var cluster = new Cluster();
        cluster.Store.Create(Cluster.Key(Resources.Services, "s"), Parse("""{"spec":{"selector":{"app":"d"},"ports":[{"name":"web","port":80,"targetPort":"http"}]}}"""));
        var deployment = Cluster.NewDeployment(1);
        deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = 8081 });
        cluster.Store.Create(Cluster.Key(Resources.Deployments, "d"), deployment);
        cluster.Settle();

        var subset = Assert.Single(cluster.Store.Get(Cluster.Key(Resources.Endpoints, "s")).Objects("subsets"));
        var port = Assert.Single(subset.Objects("ports"));
        Assert.Equal(("web", 8081), (port.Text("name"), port.Int("port")));
    }

    [Fact]
    public void GarbageCollector_OwnerIsGone_TakesWhatItOwnedDownToThePods()
    {
        using var cluster = new Cluster();
        var collector = new GarbageCollector(cluster.Store, ResourceCatalog.Stored);
        cluster.Store.Create(Cluster.Key(Resources.Deployments, "d"), Cluster.NewDeployment(2));
        cluster.Settle();

        cluster.Store.Delete(Cluster.Key(Resources.Deployments, "d"));
        CollectAll(cluster, collector);

        Assert.Empty(cluster.Store.List(Resources.ReplicaSets, "n").Items);
        Assert.All(cluster.Pods, p => Assert.True(p.IsDeleting()));
    }

    [Fact]
    public void GarbageCollector_OrphanFinalizer_LetsDependentsGo()
    {
        using var cluster = new Cluster();
        var collector = new GarbageCollector(cluster.Store, ResourceCatalog.Stored);
        cluster.Store.Create(Cluster.Key(Resources.Deployments, "d"), Cluster.NewDeployment(1));
        cluster.Settle();
        cluster.Change(Resources.Deployments, "d", d => d["metadata"]!["finalizers"] = new JsonArray("orphan"));

        cluster.Store.Delete(Cluster.Key(Resources.Deployments, "d"));
        cluster.Run(collector, Cluster.Key(Resources.Deployments, "d"));
        CollectAll(cluster, collector);

        Assert.Null(cluster.Store.Get(Cluster.Key(Resources.Deployments, "d")));
        Assert.Null(Assert.Single(cluster.Store.List(Resources.ReplicaSets, "n").Items).Controller());
        Assert.False(Assert.Single(cluster.Pods).IsDeleting());
    }

    [Fact]
    public void Namespace_Deleted_EmptiesItselfAndThenGoes()
    {
        using var cluster = new Cluster();
        var controller = new NamespaceController([.. ResourceCatalog.Stored.Where(k => k.Namespaced).Select(k => k.Resource)]);
        var key = new ResourceKey(Resources.Namespaces, "", "n");
        cluster.Store.Create(key, Parse("""{"kind":"Namespace"}"""));
        cluster.Run(controller, key);
        Assert.NotNull(cluster.Store.Get(Cluster.Key(Resources.ServiceAccounts, "default")));
        cluster.Store.Create(Cluster.Key(Resources.Deployments, "d"), Cluster.NewDeployment(1));
        cluster.Settle();

        cluster.Store.Delete(key);
        cluster.Run(controller, key);
        cluster.Pass();
        Assert.NotNull(cluster.Store.Get(key));
        cluster.Pods.ToList().ForEach(p => cluster.Remove(p));
        for (int i = 0; i < 3; i++)
        {
            cluster.Run(controller, key);
        }

        Assert.Null(cluster.Store.Get(key));
        Assert.Empty(cluster.Pods);
    }

    [Fact]
    public void Events_SaidAgain_AreCountedAndForgottenAfterAnHour()
    {
        using var cluster = new Cluster();
        var recorder = new EventRecorder(cluster.Store, cluster.Clock);
        var expiry = new EventExpiry(cluster.Store, cluster.Clock);
        var pod = Parse("""{"kind":"Pod","metadata":{"name":"p","namespace":"n","uid":"u"}}""");
        recorder.Record(Note.Warning(pod, "BackOff", "again"), "kubelet");
        cluster.Clock.Move(TimeSpan.FromMinutes(50));
        recorder.Record(Note.Warning(pod, "BackOff", "again"), "kubelet");

        cluster.Clock.Move(TimeSpan.FromMinutes(50));
        expiry.Sweep();
        Assert.Equal(2, Assert.Single(cluster.Store.List(Resources.Events, "n").Items).Int("count"));
        cluster.Clock.Move(TimeSpan.FromMinutes(11));
        expiry.Sweep();

        Assert.Empty(cluster.Store.List(Resources.Events, "n").Items);
    }

    private static void CollectAll(Cluster cluster, GarbageCollector collector)
    {
        for (int i = 0; i < 3; i++)
        {
            foreach (string resource in (string[])[Resources.ReplicaSets, Resources.Pods])
            {
                foreach (var item in cluster.Store.List(resource, "n").Items)
                {
                    cluster.Run(collector, Cluster.Key(resource, item.Name()));
                }
            }
        }
    }

    private static int Addresses(Cluster cluster, string list) =>
        cluster.Store.Get(Cluster.Key(Resources.Endpoints, "s")).Objects("subsets").SelectMany(s => s.Objects(list)).Count();

    private static JsonNode? Status(Reconciled decision) => decision.Writes.OfType<StoreWrite.Update>().Single().Value.At("status");

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}

using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Controllers.Deployments;
using Sluice.Sandbox.Controllers.Endpoints;
using Sluice.Sandbox.Controllers.Events;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Controllers.ReplicaSets;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Controllers;

/// <summary>A store with controllers that are called by the test, one at a time, under a clock that the test moves.</summary>
internal sealed class Cluster : IDisposable
{
    private readonly WriteRunner _writes;
    private readonly IController[] _controllers;

    public Cluster(params IController[] more)
    {
        Store = new ObjectStore(Clock);
        _writes = new WriteRunner(Store, new EventRecorder(Store, Clock));
        _controllers = [new DeploymentController(), new ReplicaSetController(), new EndpointsController(Store), .. more];
    }

    public ManualTime Clock { get; } = new();

    public ObjectStore Store { get; }

    public IReadOnlyList<JsonObject> Pods => Store.List(Resources.Pods, "n").Items;

    public IReadOnlyList<JsonObject> LivePods => Pods.Where(p => !p.IsDeleting()).ToList();

    public JsonObject Deployment => Store.Get(Key(Resources.Deployments, "d"))!;

    public static ResourceKey Key(string resource, string name) => new(resource, "n", name);

    public static JsonObject NewDeployment(int replicas, string surge = "25%", string unavailable = "25%", string image = "one") => JsonNode.Parse(
        $$"""
        {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"labels":{"app":"d"} },
         "spec":{"replicas":{{replicas}},"selector":{"matchLabels":{"app":"d"} },
         "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":{{Number(surge)}},"maxUnavailable":{{Number(unavailable)}} } },
         "template":{"metadata":{"labels":{"app":"d"} },"spec":{"containers":[{"name":"c","image":"{{image}}"}] } } } }
        """)!.AsObject();

    /// <summary>One pass of every controller over every object; whether anything was written.</summary>
    public bool Pass()
    {
        long before = Store.Revision;
        foreach (var controller in _controllers)
        {
            string resource = controller.Watches[0].Resource;
            foreach (var item in Store.List(resource, null).Items)
            {
                Run(controller, new ResourceKey(resource, item.Namespace(), item.Name()));
            }
        }

        return Store.Revision != before;
    }

    public void Run(IController controller, ResourceKey key) => _writes.Run(controller.Reconcile(Store, key, Clock.GetUtcNow()), controller.Name);

    /// <summary>Controllers and a kubelet that makes every pod ready, until nothing changes.</summary>
    public void Settle()
    {
        for (int i = 0; i < 200; i++)
        {
            bool changed = Pass();
            foreach (var pod in Pods)
            {
                changed |= pod.IsDeleting() ? Remove(pod) : !IsReady(pod) && SetReady(pod, true);
            }

            if (!changed)
            {
                return;
            }
        }

        Assert.Fail("the controllers do not come to rest");
    }

    public bool SetReady(JsonObject pod, bool isReady)
    {
        var next = pod.Copy();
        next["status"] = new JsonObject
        {
            ["phase"] = "Running",
            ["podIP"] = pod.Text("status", "podIP") ?? $"10.0.0.{(pod.GetHashCode() & 0x7f) + 1}",
            ["conditions"] = new JsonArray(Conditions.Next(Conditions.Find(pod.At("status"), "Ready"), "Ready", isReady, null, null, Clock.GetUtcNow())),
        };
        return Store.Update(Key(Resources.Pods, pod.Name()), next).Outcome == StoreOutcome.Done;
    }

    public bool Remove(JsonObject pod) => Store.Delete(Key(Resources.Pods, pod.Name())).Outcome == StoreOutcome.Done;

    public void Change(string resource, string name, Action<JsonObject> change)
    {
        var next = Store.Get(Key(resource, name))!.Copy();
        change(next);
        Assert.Equal(StoreOutcome.Done, Store.Update(Key(resource, name), next).Outcome);
    }

    public static bool IsReady(JsonObject pod) => Conditions.IsTrue(pod.At("status"), "Ready");

    public void Dispose() => Store.Dispose();

    private static string Number(string share) => int.TryParse(share, CultureInfo.InvariantCulture, out _) ? share : $"\"{share}\"";
}

/// <summary>A clock that stands still until it is moved. Timers are not part of it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(TimeSpan by) => _now += by;
}

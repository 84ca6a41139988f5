using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Manifests.Kustomize;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Tests.Releases;

public class CleanUpTests
{
    private readonly Shop shop = new() { HistoryLimit = 2 };

    [Fact]
    public async Task Run_ObjectThatTheNewReleaseLacks_GoesAfterTheNewOneServes()
    {
        await shop.DeployAsync("1", FakePorts.Object("ConfigMap", "old"), FakePorts.Object("Ingress", "old"));
        shop.Cluster.Calls.Clear();

        Assert.IsType<DeployOutcome.Deployed>(await shop.DeployAsync("2"));

        Assert.Equal(["record Succeeded", "remove Ingress/old", "remove ConfigMap/old"], shop.Cluster.Calls[^3..]);
        Assert.Equal(["Ingress/old", "ConfigMap/old"], shop.Cluster.Events.OfType<DeployEvent.Removed>().Select(e => e.Item.Manifest.ToString()));
    }

    [Fact]
    public async Task Run_WhatHoldsOthersOrData_Stays()
    {
        await shop.DeployAsync("1", FakePorts.Object("Namespace", "p25"), FakePorts.Object("CustomResourceDefinition", "x"), FakePorts.Object("PersistentVolumeClaim", "data"), FakePorts.Object("PersistentVolume", "disk"));

        await shop.DeployAsync("2");

        Assert.DoesNotContain(shop.Cluster.Calls, c => c.StartsWith("remove", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ContentNamedConfig_StaysWhileAReleaseThatOneCanGoBackToHasIt()
    {
        await shop.DeployAsync("1", Config("1"), Shop.Secret("one", "1"));
        await shop.DeployAsync("2", Config("2"), Shop.Secret("two", "2"));
        Assert.Contains(Config("1").ToString(), shop.Cluster.Live.Select(l => l.Split(' ')[0]));

        await shop.DeployAsync("3", Config("3"), Shop.Secret("three", "3"));

        string[] live = [.. shop.Cluster.Live.Select(l => l.Split(' ')[0])];
        Assert.DoesNotContain(Config("1").ToString(), live);
        Assert.DoesNotContain("Secret/one", live);
        Assert.Contains(Config("2").ToString(), live);
        Assert.Contains("Secret/two", live);
        Assert.Equal(2, shop.Cluster.Stored.Count);
    }

    [Fact]
    public async Task Run_ContentNamedConfigOfAFailedRelease_GoesAtTheReturn()
    {
        await shop.DeployAsync("1", Config("1"));
        shop.Crash("backend", "2");

        await shop.DeployAsync("2", Config("2"));

        Assert.Contains($"remove {Config("2")}", shop.Cluster.Calls);
        Assert.Single(shop.Cluster.Stored);
    }

    [Fact]
    public async Task Run_SomebodyElsesObject_IsLeftAndShown()
    {
        await shop.DeployAsync("1", FakePorts.Object("ConfigMap", "theirs"));
        shop.Cluster.Foreign.Add("ConfigMap/theirs");

        await shop.DeployAsync("2");

        Assert.Equal(Removal.NotOurs, Assert.Single(shop.Cluster.Events.OfType<DeployEvent.Removed>()).Item.Result);
        Assert.Contains("ConfigMap/theirs 1", shop.Cluster.Live);
    }

    [Fact]
    public async Task Run_ObjectCannotBeDeleted_ItsReleaseIsRememberedUntilItCan()
    {
        await shop.DeployAsync("1", FakePorts.Object("ConfigMap", "stuck"));
        shop.Cluster.Stuck.Add("ConfigMap/stuck");
        await shop.DeployAsync("2");
        await shop.DeployAsync("3");
        await shop.DeployAsync("4");
        Assert.Equal(4, shop.Cluster.Stored.Count);

        shop.Cluster.Stuck.Clear();
        await shop.DeployAsync("5");

        Assert.DoesNotContain("ConfigMap/stuck 1", shop.Cluster.Live);
        Assert.Equal(2, shop.Cluster.Stored.Count);
    }

    [Fact]
    public async Task Run_CancelledWhileCleaningUp_TheReleaseServesAllTheSame()
    {
        await shop.DeployAsync("1", FakePorts.Object("ConfigMap", "old"));
        using var cancel = new CancellationTokenSource();
        var observer = new CancelWhenRecorded(cancel, shop.Cluster);

        DeployOutcome outcome = await new RollingDeploy(shop.Cluster.All with { Observer = observer }, shop.Time).RunAsync(
            new DeployRequest
            {
                Release = new Release("1.2.0", "", "me", [], "hash2"),
                Namespace = "p25",
                Objects = Shop.Objects("2"),
                Services = [new ServiceTarget("backend", 0)],
                ReadyDeadline = TimeSpan.FromMinutes(1),
            },
            cancel.Token);

        Assert.IsType<DeployOutcome.Deployed>(outcome);
        Assert.Equal("1 Succeeded, 2 Succeeded", shop.Ledger());
    }

    [Fact]
    public void Find_AnotherVersionOfTheSameGroup_IsTheSameObject()
    {
        ManifestObject old = With("autoscaling/v2beta2", "HorizontalPodAutoscaler");
        StoredRelease[] others = [StoredRelease.Of("h", [old, With("extensions/v1beta1", "Ingress")], [])];

        Assert.Empty(Leftovers.Find([With("autoscaling/v2", "HorizontalPodAutoscaler")], others, new HashSet<string>(), "p25"));
        Assert.Equal([old], Leftovers.Find([With("other/v1", "HorizontalPodAutoscaler")], others, new HashSet<string>(), "p25"));
    }

    [Fact]
    public void Find_NamespaceLeftOutOnce_IsTheSameObject()
    {
        ManifestObject named = FakePorts.Object("ConfigMap", "c");
        named.Json["metadata"]!["namespace"] = "p25";

        Assert.Empty(Leftovers.Find([named], [StoredRelease.Of("h", [FakePorts.Object("ConfigMap", "c")], [])], new HashSet<string>(), "p25"));
    }

    private static ManifestObject With(string apiVersion, string kind)
    {
        ManifestObject item = FakePorts.Object(kind, "x");
        item.Json["apiVersion"] = apiVersion;
        return item;
    }

    private static ManifestObject Config(string value)
    {
        var json = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["value"] = value } };
        json["metadata"]!["name"] = $"config-{ContentHash.Of(json)}";
        return new ManifestObject(json, "");
    }

    private sealed class CancelWhenRecorded(CancellationTokenSource cancel, IDeployObserver next) : IDeployObserver
    {
        public void On(DeployEvent deployEvent)
        {
            next.On(deployEvent);
            if (deployEvent is DeployEvent.Recorded)
            {
                cancel.Cancel();
            }
        }
    }
}

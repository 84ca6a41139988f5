using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Rollouts.Deploy;

namespace Sluice.Rollouts.Tests;

public class PureDecisionTests
{
    [Fact]
    public void Arrange_WorkloadOfNoService_ComesWithTheFirstLevel()
    {
        IReadOnlyList<ApplyWave> waves = ApplyOrder.Arrange(
            [FakePorts.Object("StatefulSet", "database"), FakePorts.Object("Deployment", "b"), FakePorts.Object("Deployment", "a")],
            [new ServiceTarget("a", 0), new ServiceTarget("b", 1)]);

        Assert.Equal(["StatefulSet/database", "Deployment/a"], waves[0].Objects.Select(o => o.ToString()));
        Assert.Equal(["Deployment/b"], waves[1].Objects.Select(o => o.ToString()));
    }

    [Fact]
    public void Arrange_AnyObjects_EachIsInExactlyOneWave()
    {
        string[] kinds = ["Namespace", "Secret", "Service", "Deployment", "Job", "Ingress", "HorizontalPodAutoscaler", "Widget", "DaemonSet"];
        ManifestObject[] objects = [.. kinds.SelectMany(k => new[] { FakePorts.Object(k, "a"), FakePorts.Object(k, "other") })];

        foreach (ServiceTarget[] services in new ServiceTarget[][] { [], [new("a", 3)], [new("a", 1), new("other", 0)] })
        {
            string[] placed = [.. ApplyOrder.Arrange(objects, services).SelectMany(w => w.Objects).Select(o => o.ToString()).Order(StringComparer.Ordinal)];
            Assert.Equal(objects.Select(o => o.ToString()).Order(StringComparer.Ordinal), placed);
        }
    }

    [Theory]
    [InlineData(2, null, null, true)]
    [InlineData(1, null, null, true)]
    [InlineData(1, "1", null, false)]
    [InlineData(4, "100%", null, false)]
    [InlineData(4, "75%", null, true)]
    [InlineData(3, "3", null, false)]
    [InlineData(3, "2", null, true)]
    [InlineData(3, null, "Recreate", false)]
    [InlineData(0, null, null, false)]
    public void KeepsOldPods_ByStrategy_TellsWhetherSomethingStillServes(int replicas, string? maxUnavailable, string? type, bool expected)
    {
        var strategy = new JsonObject();
        if (type is not null)
        {
            strategy["type"] = type;
        }

        if (maxUnavailable is not null)
        {
            strategy["rollingUpdate"] = new JsonObject
            {
                ["maxUnavailable"] = maxUnavailable.EndsWith('%') ? JsonValue.Create(maxUnavailable) : JsonValue.Create(int.Parse(maxUnavailable, System.Globalization.CultureInfo.InvariantCulture)),
            };
        }

        var json = new JsonObject { ["kind"] = "Deployment", ["spec"] = new JsonObject { ["replicas"] = replicas, ["strategy"] = strategy } };

        Assert.Equal(expected, RollingUpdates.KeepsOldPods(new ManifestObject(json, "")));
    }
}

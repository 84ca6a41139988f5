using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.DaemonSets;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Controllers.Startup;

namespace Sluice.Sandbox.Tests.Controllers;

public sealed class DaemonSetTests : IDisposable
{
    private readonly Cluster _cluster = new(new DaemonSetController());

    public DaemonSetTests() => ClusterBasics.Ensure(_cluster.Store, "127.0.0.1", _cluster.Clock.GetUtcNow());

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Set_OnTheOnlyNode_HasOnePod()
    {
        Create("{}");
        _cluster.Settle();
        Assert.Single(_cluster.Pods);
        Assert.Equal((1, 1, 1, 1), (Status("desiredNumberScheduled"), Status("numberReady"), Status("numberAvailable"), Status("updatedNumberScheduled")));
    }

    [Theory]
    [InlineData("""{"kubernetes.io/os":"linux"}""", 1)]
    [InlineData("""{"disk":"fast"}""", 0)]
    public void Set_NodeSelector_DecidesWhetherItRuns(string selector, int pods)
    {
        Create("{}", selector);
        _cluster.Settle();
        Assert.Equal((pods, pods), (_cluster.Pods.Count, Status("desiredNumberScheduled")));
    }

    [Fact]
    public void Update_WithoutSurge_EndsTheOldPodFirst()
    {
        Create("{}");
        _cluster.Settle();
        Image("two");
        _cluster.Pass();
        _cluster.Pass();
        Assert.True(Assert.Single(_cluster.Pods).IsDeleting());
        Assert.Equal(0, Status("updatedNumberScheduled"));
        _cluster.Settle();
        Assert.Equal("two", Assert.Single(_cluster.Pods).Objects("spec", "containers").First().Text("image"));
    }

    [Fact]
    public void Update_WithSurge_EndsTheOldPodWhenTheNewOneServes()
    {
        Create("""{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":0} } }""");
        _cluster.Settle();
        Image("two");
        _cluster.Pass();
        _cluster.Pass();
        Assert.Equal(2, _cluster.LivePods.Count);
        _cluster.Settle();
        Assert.Equal("two", Assert.Single(_cluster.Pods).Objects("spec", "containers").First().Text("image"));
    }

    [Fact]
    public void Update_OnDelete_KeepsTheOldPod()
    {
        Create("""{"updateStrategy":{"type":"OnDelete"} }""");
        _cluster.Settle();
        Image("two");
        _cluster.Settle();
        Assert.Equal("one", Assert.Single(_cluster.Pods).Objects("spec", "containers").First().Text("image"));
    }

    private int? Status(string field) => _cluster.Store.Get(Cluster.Key(Resources.DaemonSets, "a")).Int("status", field);

    private void Image(string image) => _cluster.Change(Resources.DaemonSets, "a", s => s["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = image);

    private void Create(string more, string nodeSelector = "{}")
    {
        var set = JsonNode.Parse(
            $$"""
            {"kind":"DaemonSet","apiVersion":"apps/v1","spec":{"selector":{"matchLabels":{"app":"a"} },
             "template":{"metadata":{"labels":{"app":"a"} },"spec":{"nodeSelector":{{nodeSelector}},"containers":[{"name":"c","image":"one"}] } } } }
            """)!.AsObject();
        foreach (var (field, value) in JsonNode.Parse(more)!.AsObject())
        {
            set["spec"]![field] = value?.DeepClone();
        }

        _cluster.Store.Create(Cluster.Key(Resources.DaemonSets, "a"), set);
    }
}

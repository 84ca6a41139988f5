using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Plan;

namespace Sluice.Rollouts.Tests.Plan;

public class DeployPlanTests
{
    private static readonly ServiceTarget[] Services = [new("frontend", 1), new("backend", 0)];

    private readonly Shop shop = new();

    [Fact]
    public async Task Make_NothingDeployed_CreatesAll()
    {
        DeployPlan plan = await MakeAsync("1", Shop.Objects("1"));

        Assert.All(plan.Objects, o => Assert.Equal(PlannedChange.Created, o.Change));
        Assert.Equal("", plan.Serving);
        Assert.Empty(plan.Pruned);
        Assert.Equal(["", ""], plan.Images.Select(i => i.Old));
    }

    [Fact]
    public async Task Make_NextRelease_NamesImagesCommitsAndLeftovers()
    {
        await shop.DeployAsync("1", FakePorts.Object("ConfigMap", "old"));

        DeployPlan plan = await MakeAsync("2", Shop.Objects("2"));

        Assert.Equal("1 (1.1.0)", plan.Serving);
        Assert.Equal(("r/backend@sha256:1", "commit1", "r/backend@sha256:2", "commit2"), (plan.Images[0].Old, plan.Images[0].OldCommit, plan.Images[0].New, plan.Images[0].NewCommit));
        Assert.Equal(["ConfigMap/old"], plan.Pruned);
        Assert.Equal(2, plan.Objects.Count(o => o.Change == PlannedChange.Changed));
        Assert.DoesNotContain(shop.Cluster.Calls.SkipWhile(c => c != "record Succeeded").Skip(1), c => c.StartsWith("apply", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Make_ObjectsThatNoReleaseHolds_AreNotRestored()
    {
        var pod = new ManifestObject((JsonObject)JsonNode.Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"x"},"spec":{"template":{"spec":{"containers":[{"name":"x","envFrom":[{"secretRef":{"name":"vault"}}]}]}}}}""")!, "x.yaml");

        DeployPlan plan = await MakeAsync("1", [pod, Shop.Secret("fixed", "hunter2")]);

        Assert.Equal(["Secret/vault, which Deployment/x names and no release holds", "Secret/fixed, which keeps its name, and of Secrets no data is stored"], plan.NotRestored);
        Assert.DoesNotContain("hunter2", PlanDocument.Write(plan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Secret", """{"data":{"k":"YQ=="}}""", """{"data":{"k":"Yg=="}}""", "data.k changed (masked)")]
    [InlineData("Secret", """{"metadata":{"annotations":{"a":"x"}}}""", """{"metadata":{"annotations":{"a":"y"}}}""", "metadata.annotations.a changed (masked)")]
    [InlineData("ConfigMap", """{"data":{"DB_PASSWORD":"x"}}""", """{"data":{"DB_PASSWORD":"y"}}""", "data.DB_PASSWORD changed (masked)")]
    [InlineData("ConfigMap", """{"data":{"level":"x"}}""", """{"data":{"level":"y"}}""", "data.level x → y")]
    [InlineData("ConfigMap", """{"data":{}}""", """{"data":{"level":"y"}}""", "data.level nothing → y")]
    public void Of_ChangedField_IsShownUnlessItMayBeSecret(string kind, string live, string expected, string shown)
    {
        PlannedObject planned = Assert.Single(PlannedObjects.Of([Change(kind, live, expected)], []));

        PlannedField field = Assert.Single(planned.Fields);
        Assert.Equal(shown, $"{field.Path} {(field.IsMasked ? "changed (masked)" : $"{field.Old ?? "nothing"} → {field.New ?? "nothing"}")}");
    }

    [Fact]
    public void Document_WrittenAndRead_IsTheSameAndNoticesEdits()
    {
        DeployPlan plan = Sample(Change("ConfigMap", """{"data":{"a":"1"}}""", """{"data":{"a":"2"}}"""));
        string text = PlanDocument.Write(plan);

        Assert.Equal(plan.Hash, PlanDocument.Read(text).Plan!.Hash);
        Assert.Contains("hash does not fit", PlanDocument.Read(text.Replace("ConfigMap/c", "ConfigMap/d", StringComparison.Ordinal)).Problem, StringComparison.Ordinal);
        Assert.Contains("is no plan", PlanDocument.Read("{").Problem, StringComparison.Ordinal);
        Assert.Contains("is no plan", PlanDocument.Read("{}").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Between_LiveFieldChanged_NamesObjectAndField()
    {
        DeployPlan approved = Sample(Change("ConfigMap", """{"data":{"a":"1"}}""", """{"data":{"a":"2"}}"""));
        DeployPlan now = Sample(Change("ConfigMap", """{"data":{"a":"9"}}""", """{"data":{"a":"2"}}"""));

        Assert.Empty(PlanDrift.Between(approved, approved with { }));
        Assert.Equal(["ConfigMap/c data.a: approved 1 → 2, now 9 → 2"], PlanDrift.Between(approved, now));
    }

    [Fact]
    public void Between_SecretChangedInTheCluster_SaysSoWithoutItsContent()
    {
        DeployPlan approved = Sample(Change("Secret", """{"metadata":{"uid":"u","resourceVersion":"1"},"data":{"a":"1"}}""", """{"data":{"a":"2"}}"""));
        DeployPlan now = Sample(Change("Secret", """{"metadata":{"uid":"u","resourceVersion":"2"},"data":{"a":"9"}}""", """{"data":{"a":"2"}}"""));

        Assert.Equal(["Secret/c: was changed in the cluster (masked)"], PlanDrift.Between(approved, now));
    }

    [Fact]
    public async Task Run_ReviewFindsDifferences_IsRefusedAndChangesNothing()
    {
        DeployRequest request = Request("1", Shop.Objects("1")) with { Review = (_, _) => Task.FromResult<IReadOnlyList<string>>(["x: y"]) };

        DeployOutcome outcome = await new RollingDeploy(shop.Cluster.All, shop.Time).RunAsync(request, default);

        Assert.Equal(["x: y"], Assert.IsType<DeployOutcome.Drifted>(outcome).Differences);
        Assert.Equal(ExitCodes.BadInput, ExitCodes.Of(outcome));
        Assert.Equal(["validate"], shop.Cluster.Calls);
    }

    private static DeployPlan Sample(ObjectChange change)
    {
        var plan = new DeployPlan("stage", "p25", "1", "c", "h", "", [], PlannedObjects.Of([change], []), [], []);
        return plan with { Hash = PlanDocument.HashOf(plan) };
    }

    private static ObjectChange Change(string kind, string live, string expected)
    {
        var json = new JsonObject { ["apiVersion"] = "v1", ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = "c" } };
        return new ObjectChange(new ManifestObject(json, "c.yaml"), ChangeKind.Configured) { Preview = new ObjectPreview(Parse(live), Parse(expected), []) };
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    private static DeployRequest Request(string marker, ManifestObject[] objects) => new()
    {
        Release = new Release($"1.{marker}.0", $"commit{marker}", "me", [new ReleaseImage("backend", $"r/backend@sha256:{marker}"), new ReleaseImage("frontend", $"r/frontend@sha256:{marker}")], $"hash{marker}"),
        Namespace = "p25",
        Objects = objects,
        Services = Services,
        ReadyDeadline = TimeSpan.FromMinutes(1),
        HistoryLimit = 1,
    };

    private async Task<DeployPlan> MakeAsync(string marker, ManifestObject[] objects)
    {
        FakePorts ports = shop.Cluster;
        ClusterResult<DeployPlan> made = await new DeployPlanner(ports, ports, ports, ports).MakeAsync("stage", Request(marker, objects), [], default);
        Assert.True(made.Succeeded(out DeployPlan? plan), string.Join('\n', made.Problems));
        return plan;
    }
}

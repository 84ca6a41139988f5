using Sluice.Manifests.Checks;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Manifests.Tests.Releases;
using static Sluice.Manifests.Tests.Stacks.StackSamples;

namespace Sluice.Manifests.Tests.Stacks;

public class StackTransformationTests
{
    [Fact]
    public void Split_Deployment_NamedLabelledAndSelectedByRevision()
    {
        var stack = Assert.Single(Split().Stacks);

        Assert.Equal($"backend-{stack.Revision}", stack.Name);
        Assert.Equal(2, stack.Replicas);
        var labels = $$"""{"app":"backend","sluice.dev/service":"backend","sluice.dev/revision":"{{stack.Revision}}"}""";
        Assert.Equal(labels, Text(stack.Workload.Json, "spec", "selector", "matchLabels"));
        Assert.Equal(labels, Text(stack.Workload.Json, "spec", "template", "metadata", "labels"));
        Assert.Equal(labels.Replace("\"app\":\"backend\",", "", StringComparison.Ordinal), Text(stack.Workload.Json, "metadata", "labels"));
        Assert.False(Map(stack.Workload.Json, "spec").ContainsKey("replicas"));
    }

    [Fact]
    public void Split_ServiceThatIsUpdatedInPlace_KeepsItsNamesAndTakesTheConfigThatItAloneReads()
    {
        var split = StackTransformation.Split(Release(), [], ["backend"]);

        Assert.Empty(split.Stacks);
        Assert.Empty(split.Pointers);
        var workload = Assert.Single(split.Rolling);
        Assert.Equal(("backend", 2), (workload.Name, workload.Replicas));
        Assert.Equal("2", Text(workload.Workload.Json, "spec", "replicas"));
        Assert.Equal(["backend", "files"], workload.Config.Select(item => item.Name[..item.Name.LastIndexOf('-')]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(split.Shared, item => workload.Objects.Contains(item));
        Assert.Contains(split.Shared, item => item is { Kind: "HorizontalPodAutoscaler" or "PodDisruptionBudget" });
        Assert.Contains("selector", Map(split.Shared.Single(item => item is { Kind: "Service", Name: "backend" }).Json, "spec").Select(field => field.Key));
    }

    [Fact]
    public void Split_AutoscalerAndBudget_FollowTheirStack()
    {
        var stack = Split().Stacks[0];

        Assert.Equal(["HorizontalPodAutoscaler/" + stack.Name, "PodDisruptionBudget/" + stack.Name], stack.Companions.Select(item => item.ToString()).Order(StringComparer.Ordinal));
        var scaler = stack.Companions.Single(item => item.Kind == "HorizontalPodAutoscaler");
        Assert.Equal($"\"{stack.Name}\"", Text(scaler.Json, "spec", "scaleTargetRef", "name"));
        var budget = stack.Companions.Single(item => item.Kind == "PodDisruptionBudget");
        Assert.Equal(Text(stack.Workload.Json, "spec", "selector"), Text(budget.Json, "spec", "selector"));
    }

    [Fact]
    public void Split_BudgetOfTwoWorkloads_Shared()
    {
        var text = (Samples.Backend + Extras).Replace("selector: {matchLabels: {app: backend}}}", "selector: {matchExpressions: [{key: app, operator: In, values: [backend, redis]}]}}", StringComparison.Ordinal);

        Assert.Contains(Split(text).Shared, item => item.Kind == "PodDisruptionBudget" && item.Name == "backend");
    }

    [Fact]
    public void Split_Config_OwnOnlyIfNobodyElseReadsIt()
    {
        var split = Split();

        Assert.Equal(["backend", "files"], split.Stacks[0].Config.Select(item => item.Name[..item.Name.LastIndexOf('-')]).Order(StringComparer.Ordinal));
        Assert.All(split.Stacks[0].Config, item => Assert.Equal("""{"sluice.dev/service":"backend"}""", Text(item.Json, "metadata", "labels")));
        Assert.Contains(split.Shared, item => item.Kind == "Secret");
    }

    [Fact]
    public void Split_ConfigThatKeepsItsName_SharedWithAWarning()
    {
        var text = Samples.Backend.Replace("metadata: {name: files, namespace: p25-stage}", "metadata: {name: files, namespace: p25-stage, annotations: {sluice.dev/fixed-name: \"true\"}}", StringComparison.Ordinal);

        var split = Split(text);

        Assert.Contains(split.Shared, item => item.Name == "files");
        var finding = Assert.Single(split.Findings);
        Assert.Equal((FindingSeverity.Warning, "ConfigMap/files"), (finding.Severity, finding.Subject));
    }

    [Fact]
    public void Split_Pointers_AllServicesThatSelectThePods()
    {
        var split = Split();

        Assert.Equal(["backend", "backend-admin"], split.Pointers.Select(pointer => pointer.Rendered.Name).Order(StringComparer.Ordinal));
        Assert.All(split.Shared.Where(item => item.Kind == "Service"), item => Assert.Equal(item.Name == "redis", Map(item.Json, "spec").ContainsKey("selector")));
    }

    [Theory]
    [InlineData("kind: StatefulSet", "StatefulSet cannot run beside another revision of itself")]
    [InlineData("kind: DaemonSet", "DaemonSet cannot run beside another revision of itself")]
    public void Split_WorkloadWithoutStacks_RefusedWithTheWayOut(string kind, string problem)
    {
        var split = StackTransformation.Split(Release(Samples.Backend.Replace("kind: Deployment\nmetadata", kind + "\nmetadata", StringComparison.Ordinal)), ["backend"]);

        Assert.False(split.IsPossible);
        Assert.Empty(split.Stacks);
        Assert.Empty(split.Shared);
        var finding = Assert.Single(split.Findings);
        Assert.Contains(problem, finding.Problem, StringComparison.Ordinal);
        Assert.Contains("strategy: rolling", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_ServiceWithoutWorkload_Refused() =>
        Assert.Contains("has no Deployment of the service 'other'", Assert.Single(StackTransformation.Split(Release(), ["backend", "other"]).Findings).Problem, StringComparison.Ordinal);

    [Fact]
    public void Split_WorkerWithTheSameImage_SharedAndUpdatedInPlace()
    {
        var worker = "---\n" + Samples.Backend[..Samples.Backend.IndexOf("---", StringComparison.Ordinal)]
            .Replace("{name: backend, namespace: p25-stage}", "{name: worker, namespace: p25-stage}", StringComparison.Ordinal)
            .Replace("app: backend", "app: worker", StringComparison.Ordinal);

        var split = Split(Samples.Backend + worker);

        Assert.Equal("backend", Assert.Single(split.Stacks).Service);
        Assert.Contains(split.Shared, item => item.ToString() == "Deployment/worker");
        Assert.Equal(["backend"], split.Pointers.Select(pointer => pointer.Rendered.Name));
    }

    [Fact]
    public void Split_Input_NotChanged()
    {
        var release = Release();
        var before = RenderedHash.Of(release.Objects);

        StackTransformation.Split(release, ["backend"]);

        Assert.Equal(before, RenderedHash.Of(release.Objects));
    }

    [Fact]
    public void OnlyIn_StackWithTheSameConfig_KeepsIt()
    {
        var old = Split().Stacks[0];
        var sameConfig = Split((Samples.Backend + Extras).Replace("name: LEVEL", "name: LVL", StringComparison.Ordinal)).Stacks[0];
        var otherConfig = Split((Samples.Backend + Extras).Replace("level: debug", "level: info", StringComparison.Ordinal)).Stacks[0];

        Assert.NotEqual(old.Revision, sameConfig.Revision);
        Assert.Empty(StackConfig.OnlyIn(old, [sameConfig]));
        Assert.Equal("backend", Assert.Single(StackConfig.OnlyIn(old, [otherConfig])).Name[..^11]);
        Assert.Equal(2, StackConfig.OnlyIn(old, []).Count);
    }

    [Theory]
    [InlineData("backend", "0123456789", "backend-0123456789")]
    [InlineData("a23456789-123456789-123456789-123456789-123456789-12", "0123456789", "a23456789-123456789-123456789-123456789-123456789-12-0123456789")]
    public void Of_NameThatFits_Whole(string name, string revision, string expected) => Assert.Equal(expected, StackNames.Of(name, revision));

    [Fact]
    public void Of_LongNames_CutAndStillDifferent()
    {
        var one = StackNames.Of(new string('a', 60) + "x", "0123456789");
        var other = StackNames.Of(new string('a', 60) + "y", "0123456789");

        Assert.Equal((63, 63), (one.Length, other.Length));
        Assert.NotEqual(one, other);
        Assert.EndsWith("-0123456789", one, StringComparison.Ordinal);
    }
}

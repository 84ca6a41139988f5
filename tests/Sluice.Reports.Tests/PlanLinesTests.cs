using Sluice.Rollouts.Plan;

namespace Sluice.Reports.Tests;

public class PlanLinesTests
{
    [Fact]
    public void Describe_EveryKindOfChange_SaysItInOneLineEach()
    {
        var fields = Enumerable.Range(0, PlanLines.MaximumFields + 2).Select(i => new PlannedField($"data.k{i}", "1", null, false)).ToList();
        var plan = new DeployPlan(
            "stage", "p25", "1.2.0", "abc", "h", "7 (1.1.0)",
            [new PlannedImage("web", "r/web@sha256:1111111111111111", "0123456789abcdef", "r/web@sha256:2222222222222222", "abc")],
            [
                new PlannedObject("Secret/s", "s.yaml", PlannedChange.Changed, "", "", [new PlannedField("data.k", null, null, true)], ["kubectl-edit: data.k"]),
                new PlannedObject("ConfigMap/c-2", "c.yaml", PlannedChange.Replaced, "ConfigMap/c-1", "", fields, []),
                new PlannedObject("Service/web", "w.yaml", PlannedChange.Unchanged, "", "", [], []),
            ],
            ["ConfigMap/old"],
            ["Secret/vault, which Deployment/web names and no release holds"])
        { NotCovered = ["hooks"], Hash = "sha256:x" };

        var lines = PlanLines.Describe(plan).Select(line => line.Text).ToList();

        Assert.Equal("Plan for stage: release 1.2.0 in place of 7 (1.1.0)", lines[0]);
        Assert.Contains("(commit 0123456789ab) → ", lines[1], StringComparison.Ordinal);
        Assert.Contains("      data.k: changed (masked)", lines);
        Assert.Contains("      takes fields over from kubectl-edit: data.k", lines);
        Assert.Contains("  ± ConfigMap/c-2 replaces ConfigMap/c-1", lines);
        Assert.Contains("      and 2 fields more; --json FILE writes all", lines);
        Assert.DoesNotContain(lines, line => line.Contains("Service/web", StringComparison.Ordinal));
        Assert.Contains("  - ConfigMap/old is removed after success", lines);
        Assert.Contains("  Secret/vault, which Deployment/web names and no release holds", lines);
        Assert.Contains("  hooks", lines);
        Assert.Equal(["0 to create, 1 to change, 1 to replace, 1 to remove, 1 as they should be", "Plan sha256:x"], lines[^2..]);
    }
}

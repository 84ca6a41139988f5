using Sluice.Reports.Ci;
using Sluice.Reports.Tests.Html;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;

namespace Sluice.Reports.Tests.Ci;

public sealed class AnnotationsTests
{
    [Fact]
    public void Of_FailedRelease_OnePerServiceWithItsReason() => Assert.Equal(
        [new Annotation("stage: backend is not ready: CrashLoopBackOff", "backend-5d-x, container backend: CrashLoopBackOff: exited with 7, 2 restarts\nLook at its configuration.")],
        Annotations.Of(SampleReports.Returned()));

    [Fact]
    public void Of_ReleaseThatServes_None() => Assert.Empty(Annotations.Of(SampleReports.Deployed()));

    [Fact]
    public void Of_RefusedManifests_EachAtItsFile()
    {
        var report = Report(new DeployOutcome.Rejected([Problem("k8s/base/deployment.yaml: Deployment/backend: replicsa is no field"), Problem("Service/backend: no ports")], []));

        Assert.Equal(
        [
            new Annotation("DeployStage to stage", "Deployment/backend: replicsa is no field") { File = "k8s/base/deployment.yaml" },
            new Annotation("DeployStage to stage", "Service/backend: no ports"),
        ],
        Annotations.Of(report));
    }

    [Fact]
    public void Of_EndWithoutServiceOrObject_IsTheSummary() =>
        Assert.StartsWith("Interrupted. Nothing was changed.\nNext: ", Assert.Single(Annotations.Of(Report(new DeployOutcome.Interrupted([])))).Text, StringComparison.Ordinal);

    [Fact]
    public void Of_MoreThanAreShown_TheLastSaysHowMany()
    {
        var found = Annotations.Of(Report(new DeployOutcome.Rejected([.. Enumerable.Range(1, 25).Select(number => Problem($"object {number}"))], [])));

        Assert.Equal(Annotations.Maximum, found.Count);
        Assert.Equal("16 more; the log has all of them.", found[^1].Text);
    }

    [Theory]
    [InlineData("sluice.yaml:3:5: 'aplication' is unknown", "sluice.yaml", 3, 5, "'aplication' is unknown")]
    [InlineData("sluice.yaml:12: port is no number", "sluice.yaml", 12, 0, "port is no number")]
    [InlineData("  src/Program.cs(1,6): error CS1002: ; expected", "src/Program.cs", 1, 6, "error CS1002: ; expected")]
    [InlineData("k8s/base/kustomization.yaml: services.yaml is not there", "k8s/base/kustomization.yaml", 0, 0, "services.yaml is not there")]
    public void Of_LineWithAPlace_IsAtThatPlace(string line, string file, int number, int column, string text) => Assert.Equal(
        [new Annotation("Plan failed", text) { File = file, Line = number, Column = column }],
        Annotations.Of("Plan failed", $"Two things are wrong.\n{line}"));

    [Theory]
    [InlineData("http://registry.example:5000: no answer")]
    [InlineData("10.0.0.1:6443: connection refused")]
    [InlineData("Next: ./build.sh Doctor")]
    public void Of_LineWithoutAPlace_IsAWhole(string line) => Assert.Equal([new Annotation("Push failed", $"The push failed.\n{line}")], Annotations.Of("Push failed", $"The push failed.\n{line}\n"));

    private static ClusterProblem Problem(string what) => new(ClusterProblemKind.Invalid, what, "");

    private static Sluice.Reports.Html.DeployReport Report(DeployOutcome outcome) =>
        Sluice.Reports.Html.DeployReport.Of(outcome, SampleReports.Release, SampleReports.Before, SampleReports.Run("DeployStage"));
}

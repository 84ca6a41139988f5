using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports.Tests;

public sealed class DeploySummaryTests
{
    private static readonly ServiceAddress s_backend = new("p25-stage", "backend", 8080, "http://127.78.0.2:8080");

    [Fact]
    public void Describe_Deployed_PrintsEveryUrl()
    {
        var lines = DeploySummary.Describe(new DeployOutcome.Deployed([], [s_backend, s_backend with { Service = "ml-service" }], null, TimeSpan.FromSeconds(4)), "stage", "DeployStage");

        Assert.Equal(["stage serves the new release after 4.0 s:", "  backend     http://127.78.0.2:8080", "  ml-service  http://127.78.0.2:8080"], lines);
    }

    [Fact]
    public void Describe_Unchanged_SaysThatNothingChanged()
    {
        var lines = DeploySummary.Describe(new DeployOutcome.Unchanged([s_backend], TimeSpan.Zero), "stage", "DeployStage");

        Assert.StartsWith("Nothing changed", lines[0], StringComparison.Ordinal);
        Assert.Contains("http://127.78.0.2:8080", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_CrashingService_ShowsPodStateLogAndNextCommand()
    {
        var failure = new ReadinessFailure("backend", "backend-5d-x", "backend", "CrashLoopBackOff", "exited with 7, 2 restarts", "Look at its configuration.", ["no database"], ["BackOff: restarting"]);

        var lines = DeploySummary.Describe(new DeployOutcome.NotReady([failure], null, ["backend"], ["backend"]), "stage", "DeployStage");

        Assert.Equal(
            [
                "backend will not become ready.",
                "  backend-5d-x, container backend: CrashLoopBackOff: exited with 7, 2 restarts",
                "    | no database",
                "    event: BackOff: restarting",
                "  Look at its configuration.",
                "The previous pods of backend go on serving in stage.",
                "Next: correct the cause, then ./build.sh DeployStage",
            ],
            lines);
    }

    [Fact]
    public void Describe_PassedDeadline_NamesIt()
    {
        var failure = new ReadinessFailure("backend", "", "", "Waiting", "1 of 3 ready", "", [], []);

        var lines = DeploySummary.Describe(new DeployOutcome.NotReady([failure], TimeSpan.FromMinutes(2), [], []), "stage", "DeployStage");

        Assert.Equal("backend did not become ready within 2 min 00 s.", lines[0]);
        Assert.DoesNotContain(lines, line => line.Contains("go on serving", StringComparison.Ordinal));
    }

    [Fact]
    public void Describe_Rejected_ListsEveryProblemAndThatNothingWasChanged()
    {
        ClusterProblem[] problems = [new(ClusterProblemKind.Invalid, "Deployment/backend: bad", ""), new(ClusterProblemKind.Invalid, "Service/backend: worse", "look")];

        var lines = DeploySummary.Describe(new DeployOutcome.Rejected(problems, []), "stage", "DeployStage");

        Assert.Equal("The cluster refuses 2 objects. Nothing was changed.", lines[0]);
        Assert.Equal(["  Deployment/backend: bad", "  Service/backend: worse"], lines.Skip(1).Take(2));
    }
}

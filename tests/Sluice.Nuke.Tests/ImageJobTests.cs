using Sluice.Images;
using Sluice.Nuke.Jobs;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Tests;

public sealed class ImageJobTests
{
    private static readonly BuildOutcome s_compile = new BuildOutcome.CompileFailed("backend", [new BuildError("a.cs", 1, 2, "CS1002", "; expected"), new BuildError("b.cs", 3, 4, "CS0103", "no such name")]);
    private static readonly BuildOutcome s_input = new BuildOutcome.Failed("frontend", "it is a library", "Name another project.") { IsInput = true };
    private static readonly BuildOutcome s_machine = new BuildOutcome.Failed("ml-service", "the disk is full", "Free some space.");

    [Fact]
    public void Failure_SourceThatDoesNotCompile_IsBadInputAndNamesEveryError()
    {
        var failure = ImageJob.Failure([s_compile, s_input]);

        Assert.Equal(ExitCodes.BadInput, failure.ExitCode);
        Assert.Contains("a.cs:1:2: CS1002 ; expected", failure.Message, StringComparison.Ordinal);
        Assert.Contains("b.cs:3:4: CS0103 no such name", failure.Message, StringComparison.Ordinal);
        Assert.Contains("it is a library", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_MachineThatCannot_IsInfrastructureAndSaysWhatToDo()
    {
        var failure = ImageJob.Failure([s_compile, s_machine]);

        Assert.Equal(ExitCodes.Infrastructure, failure.ExitCode);
        Assert.Contains("Free some space.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_PrintedByTheEngine_ShowsNoStackTrace()
    {
        var failure = ImageJob.Failure([s_compile]);

        Assert.Equal(failure.Message, failure.ToString());
    }
}

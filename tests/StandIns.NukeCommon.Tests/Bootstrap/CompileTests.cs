using System.Diagnostics;

namespace StandIns.NukeCommon.Tests.Bootstrap;

/// <summary>When build.sh compiles, and what it does when that fails.</summary>
public sealed class CompileTests
{
    [Fact]
    public void FirstRun_CompilesAndRuns()
    {
        using var bootstrap = new Bootstrap();

        var result = bootstrap.Run("Deploy Stage", "--key", "a b");

        Assert.Equal((0, 1), (result.ExitCode, bootstrap.Compiles));
        Assert.Contains("Compiling the build", result.Error, StringComparison.Ordinal);
        Assert.Contains("with <Deploy Stage> <--key> <a b>", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_EndsAsTheBuildItself()
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Answer("run", "", exitCode: 6);

        var result = bootstrap.Run();

        Assert.Equal(6, result.ExitCode);
        Assert.StartsWith($"process {result.ProcessId} in ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void SecondRun_Unchanged_OnlyRuns()
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Run();

        var result = bootstrap.Run("Status");

        Assert.Equal((0, 1, ""), (result.ExitCode, bootstrap.Compiles, result.Error));
    }

    [Fact]
    public void Run_FromElsewhere_WorksInTheRepository()
    {
        using var bootstrap = new Bootstrap();

        var result = Bootstrap.Finish(bootstrap.Start([], from: bootstrap.Elsewhere));

        Assert.Contains($" in {bootstrap.Repository} ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src/Some/Code.cs", "class Other;", true)]
    [InlineData("src/Some/More.cs", "class More;", true)]
    [InlineData("src/Some/Code.cs", null, true)]
    [InlineData("Directory.Build.props", "<Project></Project>", true)]
    [InlineData(".nuke/temp/packages.props", "<Project/>", true)]
    [InlineData("tests/Some/Test.cs", "class Other;", false)]
    [InlineData("src/Some/obj/Made.cs", "class Made;", false)]
    public void Run_AfterChange_CompilesOnlyWhatCounts(string file, string? content, bool compiles)
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Run();

        if (content is null)
        {
            bootstrap.Delete(file);
        }
        else
        {
            bootstrap.Write(file, content);
        }

        bootstrap.Run();

        Assert.Equal(compiles ? 2 : 1, bootstrap.Compiles);
    }

    [Fact]
    public void Run_AfterChange_ForgetsTheOldBuild()
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Run();
        bootstrap.Write("src/Some/Code.cs", "class Other;");

        bootstrap.Run();

        Assert.Single(Directory.GetDirectories(Path.Combine(bootstrap.Repository, "build/bin/run")));
    }

    [Fact]
    public void CompileError_ShowsOnlyErrorLinesFromHereAndEndsWith2()
    {
        using var bootstrap = new Bootstrap();
        var error = $"{bootstrap.Repository}/src/Some/Code.cs(3,14): error CS1002: ; expected [{bootstrap.Repository}/src/Some/Some.csproj]";
        bootstrap.Answer("publish", $"  Determining projects…\n{error}\n{error}\n", exitCode: 1);

        var result = bootstrap.Run();

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
            ["src/Some/Code.cs:3:14: error CS1002: ; expected", "The build does not compile. Correct the lines above, then run the command again."],
            result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^2..]);
        Assert.DoesNotContain("Determining", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void CompileError_LeavesTheLastBuildAndTriesAgain()
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Run();
        bootstrap.Write("src/Some/Code.cs", "class");
        bootstrap.Answer("publish", "x.cs(1,1): error CS1001: no", exitCode: 1);

        Assert.Equal(2, bootstrap.Run().ExitCode);
        Assert.Single(Directory.GetDirectories(Path.Combine(bootstrap.Repository, "build/bin/run")));

        bootstrap.Write("src/Some/Code.cs", "class Code;");
        bootstrap.Answer("publish", "");
        Assert.Equal(0, bootstrap.Run().ExitCode);
        Assert.Equal(3, bootstrap.Compiles);
    }

    [Theory]
    [InlineData("error MSB3021: Unable to copy file. No space left on device", "The disk is full")]
    [InlineData("error NETSDK1045: the SDK is too old", "could not be compiled")]
    public void CompileFails_NotByTheSources_EndsWith5(string output, string message)
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Answer("publish", output, exitCode: 1);

        var result = bootstrap.Run();

        Assert.Equal(5, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AheadOfTimeCompiler_Absent_IsDoneWithout()
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Answer("publish", "error NU1101: Unable to find package microsoft.netcore.app.crossgen2.linux-x64.", exitCode: 1);

        var result = bootstrap.Run();

        Assert.Equal((0, 2), (result.ExitCode, bootstrap.Compiles));
        Assert.DoesNotContain("error", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoAtOnce_CompileOnce()
    {
        using var bootstrap = new Bootstrap();
        var gate = Path.Combine(bootstrap.Fake, "gate");
        Process.Start("mkfifo", [gate]).WaitForExit();
        var first = bootstrap.Start(["First"]);
        Assert.Contains("Looking for", first.StandardError.ReadLine(), StringComparison.Ordinal);
        Assert.Contains("Packages: published", first.StandardError.ReadLine(), StringComparison.Ordinal);
        Assert.Contains("Compiling", first.StandardError.ReadLine(), StringComparison.Ordinal);

        var second = bootstrap.Start(["Second"]);
        var waiting = second.StandardError.ReadLine();
        File.WriteAllText(gate, "go\n");
        var results = new[] { Bootstrap.Finish(first), Bootstrap.Finish(second) };

        Assert.Contains("Another build.sh is compiling", waiting, StringComparison.Ordinal);
        Assert.All(results, x => Assert.Equal(0, x.ExitCode));
        Assert.Equal(1, bootstrap.Compiles);
    }
}

namespace StandIns.NukeCommon.Tests.Bootstrap;

/// <summary>What build.sh does when a shell asks on TAB.</summary>
public sealed class CompletionQuestionTests
{
    [Fact]
    public void Complete_NothingCompiledYet_SaysNothingAndCompilesNothing()
    {
        using var bootstrap = new Bootstrap();

        var result = bootstrap.Run(":complete", "./build.sh D");

        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Error));
        Assert.Empty(bootstrap.Calls);
    }

    [Fact]
    public void Complete_SourcesChanged_AsksWhatIsCompiled()
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Run();
        bootstrap.Write("src/Some/Code.cs", "class Changed;");

        var result = bootstrap.Run(":complete", "./build.sh Deploy ");

        Assert.Equal((0, 1), (result.ExitCode, bootstrap.Compiles));
        Assert.Contains("with <:complete> <./build.sh Deploy >", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_CompiledBuildIsGone_SaysNothing()
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Run();
        Directory.Delete(Directory.GetDirectories(Path.Combine(bootstrap.Repository, "build/bin/run")).Single(), recursive: true);

        var result = bootstrap.Run(":complete", "./build.sh D");

        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Error));
    }

    /// <summary>MSBuild would take them for properties.</summary>
    [Fact]
    public void Compile_StrayVariables_AreNotHandedToIt()
    {
        using var bootstrap = new Bootstrap();
        var stray = new Dictionary<string, string> { ["VERSION"] = "x", ["Configuration"] = "y", ["PLATFORM"] = "z", ["OTHER"] = "kept" };

        var result = Bootstrap.Finish(bootstrap.Start([], variables: stray));

        Assert.Equal(0, result.ExitCode);
        var seen = File.ReadAllText(Path.Combine(bootstrap.Fake, "publish.environment"));
        Assert.DoesNotMatch("(?im)^(VERSION|CONFIGURATION|PLATFORM)=", seen);
        Assert.Matches("(?m)^OTHER=kept$", seen);
    }
}

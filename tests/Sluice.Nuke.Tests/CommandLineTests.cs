using Nuke.Common;
using Sluice.Nuke.Hosting;
using Assert = Xunit.Assert;

namespace Sluice.Nuke.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData]
    [InlineData("Deploy")]
    [InlineData("deploy")]
    [InlineData("Deploy", "Look")]
    [InlineData("--target", "Deploy", "Look")]
    [InlineData("Deploy", "--skip", "Look")]
    [InlineData("Deploy", "--skip")]
    [InlineData("--help")]
    [InlineData("Deploy", "--sluice-file", "other.yaml")]
    [InlineData("Deploy", "--sluiceFile", "NoTarget")]
    [InlineData("Deploy", "--verbosity", "Quiet", "--no-logo")]
    [InlineData("--prefixed-thing", "1")]
    [InlineData(":complete", "Dep")]
    public void FindMistake_ArgumentsThatTheBuildKnows_FindsNone(params string[] arguments)
    {
        Assert.Null(CommandLine.FindMistake(typeof(SampleBuild), arguments));
    }

    [Theory]
    [InlineData("Unknown target Deplyo. Did you mean Deploy?", "Deplyo")]
    [InlineData("Unknown target Loook. Did you mean Look?", "Deploy", "--skip", "Loook")]
    [InlineData("Unknown option --sluice-fle. Did you mean --sluice-file?", "Deploy", "--sluice-fle", "x")]
    [InlineData("Unknown target Xylophone. Type", "Xylophone")]
    public void FindMistake_Mistyped_NamesTheNearest(string expected, params string[] arguments)
    {
        Assert.StartsWith(expected, CommandLine.FindMistake(typeof(SampleBuild), arguments), StringComparison.Ordinal);
    }

    [Fact]
    public void FindMistake_SeveralMistakes_NamesAll()
    {
        var lines = CommandLine.FindMistake(typeof(SampleBuild), ["Deplyo", "Lok", "--nonsense"])!.Split(Environment.NewLine);

        Assert.Equal(3, lines.Length);
    }

    private interface ISample : INukeBuild
    {
        [Parameter("File")]
        string SluiceFile => TryGetValue(() => SluiceFile);

        Target Deploy => _ => _;
    }

    [ParameterPrefix("Prefixed")]
    private interface IPrefixed : INukeBuild
    {
        [Parameter("Thing")]
        string Thing => TryGetValue(() => Thing);
    }

    private sealed class SampleBuild : NukeBuild, ISample, IPrefixed
    {
        private static Target Look => _ => _;
    }
}

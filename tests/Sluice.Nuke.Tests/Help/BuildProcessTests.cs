using System.Text.RegularExpressions;
using Sluice.Nuke.Arguments;
using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Tests.Help;

/// <summary>From the arguments to the exit code, in a process.</summary>
public sealed class BuildProcessTests : IDisposable
{
    private static readonly string[] s_stray =
    [
        "VERSION=9.9.9", "ENVIRONMENT=prod", "NAMESPACE=kube-system", "TARGET=SandboxReset", "CONFIGURATION=Nonsense", "JSON=/no/such/file", "HOST=nowhere",
        "VERBOSE=1", "VERBOSITY=Nonsense", "SKIP=Compile", "HELP=true", "CONTINUE=true", "NO_LOGO=true", "ROOT=/no/such/folder", "PROFILE=nonsense", "PARTITION=7",
        "SLUICE_FILE=other.yaml", "SERVICE=x", "RELEASE=y", "REASON=z", "STRATEGY=none", "CONTEXT=x", "CLUSTER=y", "REGISTRY=z", "KUBECONFIG_CONTEXT=x",
    ];

    private readonly BuildProcess _build = new();

    [Theory]
    [InlineData("--plan")]
    [InlineData("DeployStage Status --plan")]
    [InlineData("--help")]
    [InlineData("Status")]
    public async Task StrayVariables_AllOfThem_ChangeNothing(string arguments)
    {
        var expected = await _build.RunAsync(arguments);

        // Every parameter that there is, whatever it is called, besides the usual suspects.
        var parameters = BuildSurface.Of(typeof(Build)).Options.Where(option => !option.IsSecret).Select(option => OptionNames.Dashed(option.Name).Replace('-', '_').ToUpperInvariant() + "=nonsense");
        var actual = await _build.RunAsync(arguments, [.. s_stray, .. parameters.Where(variable => !s_stray.Any(stray => stray.Split('=')[0] == variable.Split('=')[0]))]);

        Assert.Equal((expected.ExitCode, WithoutTimes(expected.Output)), (actual.ExitCode, WithoutTimes(actual.Output)));
    }

    [Fact]
    public async Task MeantVariables_AreTaken()
    {
        var (exitCode, output) = await _build.RunAsync("", "NUKE_TARGET=SandboxDown");

        Assert.Equal(0, exitCode);
        Assert.Contains("No sandbox was running", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_OfEverySource_AreAllNamedAndNothingIsDone()
    {
        _build.Write(".nuke/parameters.json", "{\n  \"SluiceFle\": \"x\"\n}");

        var (exitCode, output) = await _build.RunAsync("Staus --jsn x", "NUKE_CONFIGURATION=Relase");

        Assert.Equal(2, exitCode);
        Assert.Equal(
            [
                "Environment variable NUKE_CONFIGURATION: 'Relase' is none of Debug, Release. Did you mean Release?",
                "Unknown option --jsn. Did you mean --json? Type: ./build.sh --help",
                "Unknown target Staus. Did you mean Status? Type: ./build.sh --help",
                ".nuke/parameters.json:2: There is no parameter SluiceFle. Did you mean SluiceFile? Type: ./build.sh --help",
            ],
            output.Split('\n').OrderBy(line => line.StartsWith('.')).ThenBy(line => line, StringComparer.Ordinal));
        Assert.Equal([".nuke/parameters.json"], _build.Made);
    }

    [Fact]
    public async Task TargetOfALaterVersion_IsRefusedInOneLine()
    {
        var (exitCode, output) = await _build.RunAsync("Rehearse");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("Rehearse is not in this version yet. Today", Assert.Single(output.Split('\n')), StringComparison.Ordinal);
        Assert.Empty(_build.Made);
    }

    [Fact]
    public async Task Help_ListsGroupsTargetsAndParameters()
    {
        var (exitCode, output) = await _build.RunAsync("--help");

        Assert.Equal(0, exitCode);
        Assert.Matches(@"(?s)\nBuild\n  BuildImage .*\n  Scan .*\n  Push .*\nDeploy\n.*\n  DeployStage .*\n  DeployBeta .*\nOperate\n.*\nSandbox\n.*\nRepository\n.*\nNot in this version yet\n.*\nParameters of every target\n.*\nOptions of the build engine\n", output);
        Assert.Matches(@"\n  Status .*\n(    .*\n)*.*--json <text> ", output);
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 120, line));
    }

    [Fact]
    public async Task Complete_IsAnsweredByWordsAlone()
    {
        string[] question = [Path.Combine(AppContext.BaseDirectory, "_build.dll"), ":complete", "./build.sh Test --configuration "];
        var (exitCode, lines) = await new Command("dotnet", question, Path.GetTempPath()).CaptureAsync(CancellationToken.None);

        Assert.Equal(0, exitCode);
        Assert.Equal(["Debug", "Release"], lines);
    }

    public void Dispose() => _build.Dispose();

    private static string WithoutTimes(string output) => Regex.Replace(output, @"\d\d:\d\d:\d\d|< 1 s|\d+:\d\d", "");
}

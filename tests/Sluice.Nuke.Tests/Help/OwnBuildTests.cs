using Nuke.Common;
using Nuke.Common.Execution;
using Sluice.Nuke.Arguments;
using Sluice.Nuke.Help;
using Assert = Xunit.Assert;

namespace Sluice.Nuke.Tests.Help;

/// <summary>The build of this repository, as its users see it.</summary>
public sealed class OwnBuildTests
{
    private static readonly BuildSurface s_surface = BuildSurface.Of(typeof(Build));

    [Fact]
    public void Schema_ThatIsCheckedIn_IsUpToDate()
    {
        var file = Path.Combine(RepositoryRoot(), ".nuke", "build.schema.json");
        var expected = SchemaUtility.GetJsonString(new Build()) + "\n";
        if (File.ReadAllText(file) == expected)
        {
            return;
        }

        File.WriteAllText(file, expected);
        Assert.Fail(".nuke/build.schema.json did not list the build's targets and parameters. It is written anew: look at the difference and commit it.");
    }

    [Fact]
    public void ParameterFile_ThatIsCheckedIn_NamesItsSchemaAndIsRight()
    {
        var root = RepositoryRoot();

        Assert.Contains("\"$schema\": \"./build.schema.json\"", File.ReadAllText(Path.Combine(root, ".nuke", "parameters.json")), StringComparison.Ordinal);
        Assert.Empty(ParameterFileCheck.Mistakes(s_surface, root, []));
    }

    [Fact]
    public void Targets_Each_HasAGroupForTheHelp()
    {
        Assert.DoesNotContain(s_surface.Targets, target => target.Group is TargetGroups.Other or TargetGroups.NotYet);
    }

    [Fact]
    public void Parameters_Each_HasASentence()
    {
        Assert.All(s_surface.Options.Where(option => option.IsListed), option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
    }

    /// <summary>The engine would take these for parameters; nothing of the build may be named so that a secret's exemption lets them in.</summary>
    [Fact]
    public void Secrets_OfTheBuild_HaveNamesOfTheirOwn()
    {
        string[] common = ["VERSION", "ENVIRONMENT", "NAMESPACE", "TARGET", "CONFIGURATION", "JSON", "HOST", "VERBOSE", "TOKEN", "PASSWORD", "KEY", "SECRET"];

        Assert.DoesNotContain(s_surface.Options.Where(option => option.IsSecret), option => common.Contains(OptionNames.Normalize(option.Name)));
    }

    /// <summary>A variable that bears a parameter's name is taken out of the process, and so from every program that the build starts.</summary>
    [Fact]
    public void Parameters_NoneHasTheNameOfAVariableThatProgramsNeed()
    {
        string[] needed = ["PATH", "HOME", "USER", "SHELL", "LANG", "PWD", "TMPDIR", "TMP", "TEMP", "TERM", "HOSTNAME", "DOTNET_ROOT", "KUBECONFIG", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "CI"];

        Assert.Empty(EnvironmentShield.Strays(s_surface, needed));
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sluice.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No Sluice.slnx above {AppContext.BaseDirectory}");
        }

        return folder;
    }
}

using Sluice.Nuke.Diagnostics;
using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Tests;

public sealed class MachineChecksTests
{
    [Theory]
    [InlineData("10.0.100", FindingLevel.Fine)]
    [InlineData("11.0.100-preview.1", FindingLevel.Fine)]
    [InlineData("9.0.300", FindingLevel.Problem)]
    [InlineData("nonsense", FindingLevel.Problem)]
    [InlineData(null, FindingLevel.Problem)]
    public void Sdk_AnyVersion_IsJudgedByItsMajorNumber(string? version, FindingLevel expected)
    {
        Assert.Equal(expected, MachineChecks.Sdk(version).Level);
    }

    [Theory]
    [InlineData(0, FindingLevel.Problem)]
    [InlineData(MachineChecks.LeastFreeBytes - 1, FindingLevel.Problem)]
    [InlineData(MachineChecks.LeastFreeBytes, FindingLevel.Notice)]
    [InlineData(1L << 40, FindingLevel.Fine)]
    public void Disk_AnyFreeSpace_IsJudgedByWhatADeployNeeds(long free, FindingLevel expected)
    {
        Assert.Equal(expected, MachineChecks.Disk(free).Level);
    }

    [Theory]
    [InlineData("git version 2.39.5", "1234567890abcdef", FindingLevel.Fine, "2.39.5, at 1234567890ab")]
    [InlineData("git version 2.39.5", null, FindingLevel.Notice, "2.39.5, but no commit here")]
    [InlineData(null, null, FindingLevel.Notice, "not installed")]
    public void Git_VersionAndCommit_AreTold(string? version, string? commit, FindingLevel level, string what)
    {
        var finding = MachineChecks.Git(version is null ? [] : [version], version is null ? null : new GitInfo(commit, false, "Ada"));

        Assert.Equal((level, what), (finding.Level, finding.What));
    }

    [Theory]
    [InlineData("Client Version: v1.32.4", "v1.32.4")]
    [InlineData(null, "not installed")]
    public void Kubectl_IsNeverAProblem(string? version, string what)
    {
        var finding = MachineChecks.Kubectl(version is null ? [] : [version, "Kustomize Version: v5.5.0"]);

        Assert.Equal(FindingLevel.Fine, finding.Level);
        Assert.StartsWith(what, finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryProblem_HasAdvice()
    {
        Assert.NotNull(MachineChecks.Sdk(null).Advice);
        Assert.NotNull(MachineChecks.Disk(0).Advice);
    }
}

using Sluice.Nuke.Diagnostics;

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

    [Fact]
    public void EveryProblem_HasAdvice()
    {
        Assert.NotNull(MachineChecks.Sdk(null).Advice);
        Assert.NotNull(MachineChecks.Disk(0).Advice);
    }
}

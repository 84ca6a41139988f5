using Sluice.Nuke.Failures;
using Sluice.Nuke.Jobs;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Tests;

public sealed class DecisionInputTests
{
    private static readonly string[] s_versions = ["1.4.0", "1.5.0", "0a1b2c3d4e5f"];

    [Theory]
    [InlineData("1.5.0", "1.5.0")]
    [InlineData("v1.5.0", "1.5.0")]
    [InlineData(" v1.4.0 ", "1.4.0")]
    [InlineData("0a1b2c3d4e5f", "0a1b2c3d4e5f")]
    public void Choose_VersionAsItsTagOrTheRecordHasIt_IsThatOne(string typed, string chosen) =>
        Assert.Equal(chosen, DecisionInput.Choose(s_versions, version => version, typed, "none"));

    [Theory]
    [InlineData("v1.5.1", "There is no '1.5.1'; did you mean 1.5.0? Allowed: 1.4.0, 1.5.0, 0a1b2c3d4e5f")]
    [InlineData(null, "There are several: 1.4.0, 1.5.0, 0a1b2c3d4e5f. Name one: --release-version 0a1b2c3d4e5f")]
    public void Choose_UnknownOrNone_NamesWhatThereIs(string? typed, string message)
    {
        var failure = Assert.Throws<BuildFailedException>(() => DecisionInput.Choose(s_versions, version => version, typed, "none"));

        Assert.Equal((ExitCodes.BadInput, message), (failure.ExitCode, failure.Message));
    }
}

using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Tests;

public sealed class LockPatienceTests
{
    [Theory]
    [InlineData(null, true, 300)]
    [InlineData(null, false, 30)]
    [InlineData("", false, 30)]
    [InlineData("0", true, 0)]
    [InlineData("0s", true, 0)]
    [InlineData("90s", false, 90)]
    [InlineData("1m30s", true, 90)]
    [InlineData("10m", true, 600)]
    public void Read_Duration_IsWhatTheUserSaid(string? text, bool isTerminal, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), LockPatience.Read(text, isTerminal));

    [Theory]
    [InlineData("10")]
    [InlineData("soon")]
    [InlineData("-1s")]
    [InlineData("99h")]
    public void Read_AnythingElse_IsRefusedWithWhatIsAllowed(string text)
    {
        var refusal = Assert.Throws<BuildFailedException>(() => LockPatience.Read(text, isTerminal: true));

        Assert.Equal(2, refusal.ExitCode);
        Assert.Contains($"--lock-wait: '{text}' is no duration up to 24h. Write it like 90s, 10m or 1m30s", refusal.Message, StringComparison.Ordinal);
    }
}

using Sluice.Reports.Ci;

namespace Sluice.Reports.Tests.Ci;

public sealed class RunnerCommandsTests
{
    [Theory]
    [InlineData("::set-output name=digest::evil", ": :set-output name=digest::evil")]
    [InlineData("  \t::add-mask::x", "  \t: :add-mask::x")]
    [InlineData("first\n ::stop-commands::x\r\n::error::y", "first\n : :stop-commands::x\r\n: :error::y")]
    [InlineData("pod | ##[error]no", "pod | ## [error]no")]
    [InlineData("\u001b[0Ksection_end:1:deploy\r\u001b[0K", "\u001b[0Ksection_end :1:deploy\r\u001b[0K")]
    public void Disarm_Command_IsNoneAnyMore(string text, string harmless) => Assert.Equal(harmless, RunnerCommands.Disarm(text));

    [Theory]
    [InlineData("::1 does not answer")]
    [InlineData("std::vector and std::map")]
    [InlineData("line\n2001:db8::1")]
    public void Disarm_OtherText_IsAsItWas(string text) => Assert.Equal(text, RunnerCommands.Disarm(text));
}

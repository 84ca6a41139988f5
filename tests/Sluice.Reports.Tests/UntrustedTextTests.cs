namespace Sluice.Reports.Tests;

public sealed class UntrustedTextTests
{
    [Theory]
    [InlineData("plain ✓ text", "plain ✓ text")]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    [InlineData("\u001b[2J\u001b[Hgone", "gone")]
    [InlineData("\u001b]0;title\u0007text", "text")]
    [InlineData("\u001b]52;c;c2VjcmV0\u001b\\text", "text")]
    [InlineData("\u001bPq#0\u001b\\text", "text")]
    [InlineData("\u009b31mred", "red")]
    [InlineData("\u009d0;title\u009ctext", "text")]
    [InlineData("\u001bcreset", "reset")]
    [InlineData("never ended \u001b]0;title", "never ended ")]
    [InlineData("cut \u001b[", "cut ")]
    [InlineData("cut \u001b", "cut ")]
    [InlineData("over\rwritten\b\u007f", "overwritten")]
    [InlineData("one\r\n::error::two\n", "one ::error::two ")]
    [InlineData("a\u202eb\u2066c\u2028d", "abcd")]
    [InlineData("say ##[error]no and #\u001b[0m#[group]", "say ## [error]no and ## [group]")]
    [InlineData("tab\tbed", "tab bed")]
    public void Line_OfTextFromElsewhere_IsOneLineThatNoTerminalObeys(string text, string expected) =>
        Assert.Equal(expected, UntrustedText.Line(text));

    [Fact]
    public void Line_OfAHugeText_IsCut() =>
        Assert.Equal(UntrustedText.MaximumLength, UntrustedText.Line(new string('x', 1_000_000)).Length);
}

using Sluice.Model.Values;

namespace Sluice.Model.Tests.Values;

public class ShareTests
{
    [Theory]
    [InlineData("0%", 0)]
    [InlineData("0.5%", 0.005)]
    [InlineData("99.9%", 0.999)]
    [InlineData("100%", 1)]
    [InlineData(".5%", 0.005)]
    public void ParsePercent_Share_ItsPart(string text, double expected) => Assert.Equal(expected, Share.ParsePercent(text)!.Value.Value);

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("5")]
    [InlineData("5 %")]
    [InlineData("-1%")]
    [InlineData("100.1%")]
    [InlineData("1e1%")]
    [InlineData("1,5%")]
    [InlineData("0.00000000000000000000000001%")]
    public void ParsePercent_NoShare_Nothing(string text) => Assert.Null(Share.ParsePercent(text));

    [Fact]
    public void ToString_AnyShareOfAMillion_ReadAsTheSame()
    {
        for (var part = 0; part <= 1_000_000; part += 7)
        {
            var share = new Share(part / 1e6);

            Assert.Equal(share.Value, Share.ParsePercent(share.ToString())!.Value.Value, 1e-12);
        }
    }
}

using Sluice.Model.Values;

namespace Sluice.Model.Tests.Values;

public class QuantityTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("2", 2)]
    [InlineData("0.5", 0.5)]
    [InlineData("250m", 0.25)]
    [InlineData("100u", 0.0001)]
    [InlineData("128Mi", 134217728)]
    [InlineData("0.5Gi", 536870912)]
    [InlineData("1G", 1e9)]
    [InlineData("5k", 5000)]
    [InlineData("1e3", 1000)]
    [InlineData("15E-1", 1.5)]
    public void Parse_Quantity_ItsValue(string text, double expected)
    {
        var quantity = Quantity.Parse(text)!.Value;

        Assert.Equal(expected, (double)quantity.Value);
        Assert.Equal(text, quantity.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData(".")]
    [InlineData("-1")]
    [InlineData("1.2.3")]
    [InlineData("1 Gi")]
    [InlineData("1gi")]
    [InlineData("1K")]
    [InlineData("1e")]
    [InlineData("1e99")]
    [InlineData("1e+")]
    [InlineData("1e1.5")]
    [InlineData("9999999999999")]
    public void Parse_NoQuantity_Nothing(string text) => Assert.Null(Quantity.Parse(text));

    [Theory]
    [InlineData("999999999999Pi")]
    [InlineData("999999999999e15")]
    [InlineData("0.0000000001e-9")]
    public void Parse_Extremes_NoOverflow(string text) => Assert.NotNull(Quantity.Parse(text));
}

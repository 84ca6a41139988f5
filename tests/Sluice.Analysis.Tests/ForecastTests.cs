namespace Sluice.Analysis.Tests;

public sealed class ForecastTests
{
    /// <summary>Requests to pass a candidate that equals stable, for rates and margins of 0.25 to 10 percentage points.</summary>
    [Theory]
    [InlineData(0.0005, 0.0025, 2494)]
    [InlineData(0.0005, 0.02, 220)]
    [InlineData(0.005, 0.005, 2607)]
    [InlineData(0.005, 0.1, 47)]
    [InlineData(0.05, 0.0025, 66125)]
    [InlineData(0.05, 0.1, 89)]
    public void RequestsToPass_OfThePublishedTable_IsWithinAPercent(double rate, double margin, double requests) =>
        Assert.InRange(Forecast.RequestsToPass(rate, margin, 0.05), requests * 0.98, requests * 1.02);

    [Fact]
    public void RequestsToPass_WithClusters_GrowsWithThem() =>
        Assert.Equal(3 * Forecast.RequestsToPass(0.005, 0.01, 0.05), Forecast.RequestsToPass(0.005, 0.01, 0.05, kappa: 3), 6);

    [Fact]
    public void RequestsToDetect_FourTimesTheRate_IsTheInformationBound() =>
        Assert.Equal(358.67, Forecast.RequestsToDetect(0.005, 0.02, 0.01), 0.5);

    [Fact]
    public void RequestsToPass_RateOfZero_IsFinite() => Assert.InRange(Forecast.RequestsToPass(0, 0.005, 0.05), 700, 900);
}

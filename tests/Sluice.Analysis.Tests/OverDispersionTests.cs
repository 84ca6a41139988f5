using Sluice.Analysis.Evidence;

namespace Sluice.Analysis.Tests;

public sealed class OverDispersionTests
{
    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(1, 1.125)]
    [InlineData(5, 3.625)]
    public void Kappa_OfHalfAnHour_ReckonsPhiAQuarterHigher(double phi, double kappa) =>
        Assert.Equal(kappa, OverDispersion.Kappa(phi), 1e-12);

    [Fact]
    public void Kappa_OfLongerHistory_AddsLessAsTheErrorOfPhiFalls()
    {
        Assert.Equal((1 + (1.125 * 5)) / 2, OverDispersion.Kappa(5, blocks: 120), 1e-12);
        Assert.InRange(OverDispersion.Kappa(1, blocks: 1440), 1, 1.02);
    }

    [Fact]
    public void Kappa_OfTooShortHistory_IsThatOfHalfAnHour() => Assert.Equal(OverDispersion.Kappa(2), OverDispersion.Kappa(2, blocks: 5));

    [Fact]
    public void Phi_OfBadRequestsOnOnePod_IsTheirNumber()
    {
        // All three of a block on one of three equal pods: (2² + 1 + 1)/(3·⅓·⅔·3) = 3.
        Counts[] block = [new(100, 3), new(100, 0), new(100, 0)];

        Assert.Equal(3, OverDispersion.Phi([block, block])!.Value, 1e-12);
    }

    [Fact]
    public void Phi_WithoutBadRequests_IsUnknown() => Assert.Null(OverDispersion.Phi([[new(100, 0), new(100, 0)]]));
}

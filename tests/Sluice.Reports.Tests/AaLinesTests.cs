namespace Sluice.Reports.Tests;

public sealed class AaLinesTests
{
    private static readonly AaService s_service = new("web", "g", 4, 3600, 1000, 10, 6, 2, 5, 4.5, 0.3, 1.5, true);

    [Fact]
    public void Describe_AlarmsOnALongWatch_SaysWhatToTry() => Assert.Equal(
        [
            "web: 1000 requests to 4 pods in 3600 s, 10 bad (1 %)",
            "  g: 2 of 6 ways to part them in two would have been rolled back, though nothing changed",
            "  bad answers among pods: over-dispersion φ̂ 5, so clusters of κ̂ 4.5; pods differ by τ̂ 0.3, so ρ0 1.5",
            "  the gate's margins are too narrow for how these pods differ. Try: kappa: 4.5 and rho0: 1.5 under evidence in sluice.yaml",
        ],
        AaLines.Describe(s_service));

    [Fact]
    public void Describe_ShortWatch_SaysThatItIsTooShort() =>
        Assert.Contains(AaLines.Describe(s_service with { Fitted = false }), line => line.Contains("too short", StringComparison.Ordinal));

    [Fact]
    public void Describe_NoBadAnswers_ClaimsNothing() =>
        Assert.Contains("  no bad answers: how they cluster cannot be told", AaLines.Describe(s_service with { Bad = 0, Phi = null, Kappa = null, Alarms = 0 }));
}

using System.Text.Json;
using Sluice.Analysis.Evidence;

namespace Sluice.Analysis.Tests;

/// <summary>The formulas against cases that were worked out elsewhere.</summary>
public sealed class VectorTests
{
    private const double Tolerance = 1e-12;

    private static readonly JsonElement s_vectors = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "gate-vectors.json"))).RootElement;

    public static TheoryData<int> Tilts => Indices("tilt_general");

    public static TheoryData<int> Intervals => Indices("interval_e");

    public static TheoryData<int> Bets => Indices("bet");

    [Theory]
    [MemberData(nameof(Tilts))]
    public void TiltOf_OfEachVector_IsEqual(int index)
    {
        var vector = s_vectors.GetProperty("tilt_general")[index];

        var tilt = TiltOf(vector);

        Assert.Equal(Of(vector, "A"), tilt.Candidate, Tolerance);
        Assert.Equal(Of(vector, "B"), tilt.Baseline, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Intervals))]
    public void LogOf_OfEachVector_IsEqual(int index)
    {
        var vector = s_vectors.GetProperty("interval_e")[index];

        var log = IntervalEvidence.LogOf(ArmsOf(vector), TiltOf(vector), Of(vector, "rho0"), Of(vector, "delta"), Of(vector, "kappa"));

        Assert.Equal(Of(vector, "log_e"), log, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Bets))]
    public void BlockBet_OfEachVector_IsEqual(int index)
    {
        var vector = s_vectors.GetProperty("bet")[index];

        Assert.Equal(Of(vector, "log_e"), BlockBet.LogOf(ArmsOf(vector), Of(vector, "rho"), Of(vector, "rho0")), Tolerance);
    }

    private static Tilt TiltOf(JsonElement vector) => IntervalEvidence.TiltOf(
        Of(vector, "nc"), Of(vector, "nb"), Of(vector, "theta_c"), Of(vector, "theta_b"), Of(vector, "rho0"), Of(vector, "delta"));

    private static Arms ArmsOf(JsonElement vector) =>
        new(new Counts(Of(vector, "nc"), Of(vector, "ec")), new Counts(Of(vector, "nb"), Of(vector, "eb")));

    private static double Of(JsonElement vector, string name) => vector.GetProperty(name).GetDouble();

    private static TheoryData<int> Indices(string section) => [.. Enumerable.Range(0, s_vectors.GetProperty(section).GetArrayLength())];
}

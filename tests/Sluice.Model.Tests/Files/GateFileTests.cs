using Sluice.Model.Files;
using Sluice.Model.Gates;
using Sluice.Model.Values;

namespace Sluice.Model.Tests.Files;

public sealed class GateFileTests
{
    private static readonly EvidenceGate s_gate = new("g") { Kappa = 7, Alpha = 0.2 };

    [Fact]
    public void Parse_EveryParameter_TakesThePlaceOfTheGates()
    {
        var gate = Read("""{"alpha": 0.05, "alphaPromote": 0.1, "kappa": 2.5, "rho0": 1.5, "delta": 0.002, "latencyFactor": 1.3, "blockSeconds": 60, "margins": {"errors": 0.01, "latency": "5%"}, "dwellSeconds": 45, "deadlineSeconds": 3600}""");

        Assert.Equal((0.05, 0.1, 2.5, 1.5, 0.002, 1.3, 60), (gate.Alpha, gate.AlphaPromote, gate.Kappa, gate.Rho0, gate.Delta, gate.LatencyFactor, gate.BlockSeconds));
        Assert.Equal(new MarginDefinition(new Share(0.01), new Share(0.05)), gate.Margins);
        Assert.Equal((45, 3600), (gate.Dwell.TotalSeconds, gate.Deadline.TotalSeconds));
    }

    [Fact]
    public void Parse_OneParameter_LeavesTheOthers()
    {
        var gate = Read("deadlineSeconds: 90.5");

        Assert.Equal(s_gate with { Deadline = TimeSpan.FromSeconds(90.5) }, gate);
    }

    [Fact]
    public void Parse_AutoKappa_IsEstimated() => Assert.Null(Read("kappa: auto").Kappa);

    [Theory]
    [InlineData("margins: 0.01")]
    [InlineData("margins: 1%")]
    [InlineData("margins: [0.01, 0.005]")]
    public void Parse_OneMargin_IsOfErrorsAndFiveTimesAsMuchOfLatency(string text) =>
        Assert.Equal(new MarginDefinition(new Share(0.01), new Share(0.05)), Read(text).Margins);

    [Theory]
    [InlineData("alhpa: 0.05", "g.yaml:1:1: alhpa: the key 'alhpa' is not known here.")]
    [InlineData("alpha: 0", "alpha: 0 is out of range.")]
    [InlineData("alpha: much", "alpha: is the text 'much'.")]
    [InlineData("kappa: 0.5", "kappa: 0.5 is out of range. Allowed: 'auto', or a number from 1 to 1000.")]
    [InlineData("margins: []", "margins: is empty.")]
    [InlineData("dwellSeconds: 60\ndeadlineSeconds: 50", "g.yaml:2:18: deadlineSeconds: leaves no time to pass")]
    [InlineData("rho0: 0\ndelta: 0", "delta: leaves nothing that is good")]
    [InlineData("", "it holds no parameters")]
    [InlineData("[1]", "is a list")]
    public void Parse_Mistake_IsToldWithItsPlace(string text, string error)
    {
        var (change, errors) = GateFile.Parse(text, "g.yaml");

        Assert.Null(change);
        Assert.Contains(error, Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralMistakes_AreAllTold() => Assert.Equal(3, GateFile.Parse("alpha: 2\nkapa: 3\ndelta: x", "g.yaml").Errors.Count);

    private static EvidenceGate Read(string text)
    {
        var (change, errors) = GateFile.Parse(text, "g.yaml");
        Assert.Empty(errors);
        return change!(s_gate);
    }
}

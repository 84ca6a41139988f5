using Sluice.Model.Gates;

namespace Sluice.Analysis.Tests;

/// <summary>The evidence gate as a whole, on traffic without chance: every interval has exactly its expected counts.</summary>
public sealed class EvidenceGateTests
{
    private static readonly EvidenceGate s_definition = new("prod");

    [Fact]
    public void Observe_CandidateAtTwentyPercentErrors_RollsBackAndNamesErrors()
    {
        var gate = GateFactory.Create(s_definition, new GateContext { Steps = [new(10)] });

        var at = Traffic.Run(gate, 0, 120, Traffic.Of(25, 5, 225, 1));

        Assert.InRange(at!.Value, 5, 30);
        var verdict = gate.Explain();
        Assert.Equal(Decision.Rollback, verdict.Decision);
        Assert.Equal("errors", verdict.Metric);
        Assert.True(verdict.LogEvidence >= Math.Log(100));
    }

    [Fact]
    public void Observe_CandidateAsGoodAsStable_Passes()
    {
        var gate = GateFactory.Create(s_definition with { Kappa = 1 }, new GateContext { Steps = [new(10)] });

        var at = Traffic.Run(gate, 0, 1800, Traffic.Of(200, 1, 1800, 9));

        Assert.InRange(at!.Value, 30, 120);
        Assert.Equal(Decision.Pass, gate.Explain().Decision);
    }
}

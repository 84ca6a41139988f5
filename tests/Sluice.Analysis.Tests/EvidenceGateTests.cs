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

        var at = Run(gate, 120, new Arms(new Counts(25, 5), new Counts(225, 1)));

        Assert.InRange(at, 5, 30);
        var verdict = gate.Explain();
        Assert.Equal(Decision.Rollback, verdict.Decision);
        Assert.Equal("errors", verdict.Metric);
        Assert.True(verdict.LogEvidence >= Math.Log(100));
    }

    [Fact]
    public void Observe_CandidateAsGoodAsStable_Passes()
    {
        var gate = GateFactory.Create(s_definition with { Kappa = 1 }, new GateContext { Steps = [new(10)] });

        var at = Run(gate, 1800, new Arms(new Counts(200, 1), new Counts(1800, 9)));

        Assert.InRange(at, 30, 120);
        Assert.Equal(Decision.Pass, gate.Explain().Decision);
    }

    [Fact]
    public void Restore_InTheMiddle_GoesOnBitForBit()
    {
        var context = new GateContext { Steps = [new(10), new(50)] };
        var (whole, first) = (GateFactory.Create(s_definition, context), GateFactory.Create(s_definition, context));
        Run(whole, 40, new Arms(new Counts(25, 1), new Counts(225, 1)));
        Run(first, 40, new Arms(new Counts(25, 1), new Counts(225, 1)));
        var second = GateFactory.Create(s_definition, context);

        Assert.Null(second.Restore(first.Save()));

        var sample = new GateSample(TimeSpan.FromSeconds(45), 0, 10) { Errors = new Arms(new Counts(20, 2), new Counts(200, 0)) };
        Assert.Equal(whole.Observe(sample), second.Observe(sample));
        Assert.Equal(whole.Save(), second.Save());
    }

    private static double Run(IGate gate, int seconds, Arms arms)
    {
        for (var t = 5; t <= seconds; t += 5)
        {
            var answer = gate.Observe(new GateSample(TimeSpan.FromSeconds(t), 0, 10) { Errors = arms });
            Assert.Null(answer.Problem);
            if (answer.Decision != Decision.Continue)
            {
                return t;
            }
        }

        return double.NaN;
    }
}

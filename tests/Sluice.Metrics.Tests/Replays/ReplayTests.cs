using Sluice.Analysis;
using Sluice.Analysis.Evidence;
using Sluice.Metrics.Replays;
using Sluice.Model.Gates;

namespace Sluice.Metrics.Tests.Replays;

public sealed class ReplayTests
{
    private static readonly EvidenceGate s_errors = Replay.DefaultGate with { Latency = null };

    [Fact]
    public void Run_WorseCandidate_IsRolledBackAtTheRowThatShowsIt()
    {
        var outcome = Replay.Run(s_errors, Steady(rows: 60, ec: 2, eb: 1));

        Assert.Equal(Decision.Rollback, outcome.Verdict.Decision);
        Assert.Equal(outcome.Seen * 5, outcome.DecidedAt);
        Assert.True(outcome.Verdict.LogEvidence >= Math.Log(100));
    }

    [Fact]
    public void Run_EqualCandidate_Passes() => Assert.Equal(Decision.Pass, Replay.Run(s_errors, Steady(rows: 360, ec: 0, eb: 1)).Verdict.Decision);

    [Fact]
    public void Run_RecordingThatEndsEarly_IsNoDecision()
    {
        var outcome = Replay.Run(s_errors, Steady(rows: 3, ec: 0, eb: 1));

        Assert.Equal((Decision.Continue, null), (outcome.Verdict.Decision, outcome.DecidedAt));
    }

    [Fact]
    public void Run_WallClock_DecidesAtTheSameRow()
    {
        var plain = Replay.Run(s_errors, Steady(rows: 60, ec: 2, eb: 1));
        var wall = Replay.Run(s_errors, new Recording([.. Steady(rows: 60, ec: 2, eb: 1).Rows.Select(row => row with { Seconds = row.Seconds + 1_700_000_000 })]));

        Assert.Equal((plain.Seen, plain.Verdict.LogEvidence), (wall.Seen, wall.Verdict.LogEvidence));
        Assert.Equal(plain.DecidedAt + 1_700_000_000, wall.DecidedAt);
    }

    /// <summary>The numbers of the verdict, reckoned here from the formulas of the gate, independent of its own code.</summary>
    [Fact]
    public void Run_DefaultFigures_AreThoseOfTheSpecification()
    {
        var recording = Steady(rows: 5, ec: 1, eb: 2);
        double[] grid = [1.25, 1.6, 2, 2.8, 4, 6, 10, 20, 40, 100];
        const double delta = 0.001, kappa = 3;
        var fast = new double[grid.Length];
        var (pastBad, pastRequests) = (0.0, 0.0);
        foreach (var ((c, b), _) in recording.Rows.Select(row => (row.Errors, 0)))
        {
            var beta = (0.5 + pastBad) / (1 + pastRequests);
            for (var k = 0; k < grid.Length; k++)
            {
                var theta = Math.Min(0.99, grid[k] * (beta + delta));
                var a0 = c.Requests + b.Requests;
                var b0 = (c.Requests * (theta - delta)) + (b.Requests * (beta - delta));
                var c0 = b.Requests * beta * delta;
                var lambda = (b0 + Math.Sqrt((b0 * b0) + (4 * a0 * c0))) / (2 * a0);
                var (tilt, down) = (theta / (delta + lambda), beta / lambda);
                var (up, low) = (kappa * tilt / (1 + ((kappa - 1) * tilt)), kappa * down / (1 + ((kappa - 1) * down)));
                fast[k] += theta > beta + delta ? (c.Bad * Math.Log(up)) + (b.Bad * Math.Log(low)) - (c.Requests * delta * (tilt - 1) / kappa) : 0;
            }

            pastBad += b.Bad;
            pastRequests += b.Requests;
        }

        // No block of 30 s is over yet, so the robust half stands at 1.
        var expected = Math.Log((0.5 * fast.Average(Math.Exp)) + 0.5);
        var verdict = Replay.Run(s_errors, recording).Verdict;

        Assert.Equal(expected, verdict.LogEvidence!.Value, 1e-12);
        Assert.Equal(expected, verdict.Metrics[0].LogEvidence!.Value, 1e-12);
        Assert.Equal((3, 1), (verdict.Metrics[0].Kappa, verdict.Metrics[0].Rho0));
        Assert.Equal(OverDispersion.KappaWithoutHistory, verdict.Metrics[0].Kappa);
    }

    [Fact]
    public void Fit_GateOfErrorsAndLatency_JudgesErrorsWhereThereIsNothingElse()
    {
        var (gate, note, refusal) = Replay.Fit(Replay.DefaultGate, Steady(rows: 1, ec: 0, eb: 0));

        Assert.Null(gate!.Latency);
        Assert.Null(refusal);
        Assert.NotNull(note);
    }

    [Fact]
    public void Fit_GateThatCannotJudgeTheRecording_IsRefused()
    {
        var recording = Steady(rows: 1, ec: 0, eb: 0);

        Assert.Contains("queries", Replay.Fit(new PromQlGate("q", []), recording).Refusal, StringComparison.Ordinal);
        Assert.Contains("lat_c_", Replay.Fit(Replay.DefaultGate with { Errors = null }, recording).Refusal, StringComparison.Ordinal);
        Assert.Contains("lat_c_", Replay.Fit(new SloBurnRateGate("b", 0.99) { Errors = s_errors.Errors, Latency = new LatencyMetric("d"), SlowerThan = TimeSpan.FromSeconds(1) }, recording).Refusal, StringComparison.Ordinal);
    }

    private static Recording Steady(int rows, double ec, double eb) => new(
        [.. Enumerable.Range(1, rows).Select(row => new RecordedInterval(row * 5, new Arms(new Counts(25, ec), new Counts(225, eb))))]);
}

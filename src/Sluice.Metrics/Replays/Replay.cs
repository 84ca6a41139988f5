using Sluice.Analysis;
using Sluice.Model.Gates;

namespace Sluice.Metrics.Replays;

/// <summary>Shows a recording to a gate, as if it happened now.</summary>
public static class Replay
{
    /// <summary>The gate that judges where none is named: by evidence, with the figures of <see cref="GateDefaults"/>.</summary>
    public static EvidenceGate DefaultGate { get; } = new("default")
    {
        Errors = new ErrorMetric("http_requests_total"),
        Latency = new LatencyMetric("http_request_duration_seconds"),
    };

    /// <summary>The gate with what a recording can tell it, or why it can tell it nothing.</summary>
    public static (GateDefinition? Gate, string? Note, string? Refusal) Fit(GateDefinition gate, Recording recording)
    {
        if (gate is PromQlGate)
        {
            return (null, null, $"the gate {gate.Name} asks queries of its own, and a recording has no answers to them");
        }

        if (recording.HasLatency || gate.Latency is null)
        {
            return (gate, recording.HasLatency && gate.Latency is null ? $"the gate {gate.Name} does not look at latency; the columns lat_* are passed over" : null, null);
        }

        var isLost = gate switch
        {
            ThresholdGate threshold => threshold.SlowShare is not null,
            SloBurnRateGate burnRate => burnRate.SlowerThan is not null,
            _ => gate.Errors is null,
        };
        return isLost
            ? (null, null, $"the gate {gate.Name} judges latency, and the recording has no columns lat_c_<le> and lat_b_<le>")
            : (gate with { Latency = null }, $"the recording has no durations: {gate.Name} judges errors only", null);
    }

    /// <summary>Runs until the gate decides or the recording ends.</summary>
    /// <param name="definition">A gate that <see cref="Fit"/>s.</param>
    /// <param name="recording">At least one row.</param>
    /// <param name="history">What is known about stable from before.</param>
    public static ReplayOutcome Run(GateDefinition definition, Recording recording, GateHistory? history = null)
    {
        var gate = GateFactory.Create(definition, new GateContext { History = history });
        var (begin, weight) = (recording.Begin, recording.CandidateShare);
        for (var index = 0; index < recording.Rows.Count; index++)
        {
            var row = recording.Rows[index];
            var answer = gate.Observe(Sample(definition, row, begin, weight));
            if (answer.Decision != Decision.Continue)
            {
                return new ReplayOutcome(gate.Explain(), row.Seconds, index + 1, recording.Rows.Count);
            }
        }

        return new ReplayOutcome(gate.Explain(), null, recording.Rows.Count, recording.Rows.Count);
    }

    internal static GateSample Sample(GateDefinition definition, RecordedInterval row, double begin, double weight) =>
        new(TimeSpan.FromSeconds(row.Seconds - begin), Weight: weight) { Errors = row.Errors, Latency = definition.Latency is null ? null : row.Latency };
}

/// <summary>What a gate said about a recording.</summary>
/// <param name="Verdict">Its last answer.</param>
/// <param name="DecidedAt">End of the row that decided, by the recording's clock in seconds; <see langword="null"/> where the recording ended before.</param>
/// <param name="Seen">Rows that it saw.</param>
/// <param name="Rows">Rows there are.</param>
public sealed record ReplayOutcome(Verdict Verdict, double? DecidedAt, int Seen, int Rows);

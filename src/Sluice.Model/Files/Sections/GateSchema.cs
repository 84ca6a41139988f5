using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;

namespace Sluice.Model.Files.Sections;

/// <summary><c>gates:</c></summary>
internal static class GateSchema
{
    private static readonly Field<MetricsSource?> s_source = Field.Maybe("source", "Where its numbers come from", MetricsSchema.Source, "the environment's metrics");
    private static readonly Field<ErrorMetric?> s_errors = Field.Maybe("errors", "How requests and bad answers are counted", MetricsSchema.Errors);
    private static readonly Field<LatencyMetric?> s_latency = Field.Maybe("latency", "How durations are counted", MetricsSchema.Latency);

    private static readonly Field<EvidenceGate?> s_evidence = Field.Maybe("evidence", "Candidate against stable, by a test that may look at any time", EvidenceSchema.Evidence);
    private static readonly Field<ThresholdGate?> s_threshold = Field.Maybe("threshold", "Shares and rates against fixed bounds", ThresholdSchema.Threshold);
    private static readonly Field<SloBurnRateGate?> s_burnRate = Field.Maybe("sloBurnRate", "How fast an error budget burns", BurnRateSchema.BurnRate);
    private static readonly Field<PromQlGate?> s_promql = Field.Maybe("promql", "Results of queries against bounds", PromQlSchema.PromQl);

    private static readonly RecordField[] s_kinds = [s_evidence, s_threshold, s_burnRate, s_promql];

    /// <summary>How a gate is named where one is meant.</summary>
    public static Shape<string> Name { get; } = new TextShape<string>("the name of a gate of this file, or 'none'", Names.Identifier, Names.IdentifierPattern);

    /// <summary>A gate; its name is filled in later.</summary>
    public static Shape<GateDefinition> Gate { get; } = new RecordShape<GateDefinition>("a gate", [s_source, s_errors, s_latency, .. s_kinds], Build, s_kinds);

    private static GateDefinition Build(FieldValues values)
    {
        CheckMetrics(values);
        GateDefinition? gate = values.Get(s_evidence);
        gate ??= values.Get(s_threshold);
        gate ??= values.Get(s_burnRate);
        gate ??= values.Get(s_promql);
        return (gate ?? new EvidenceGate("")) with { Source = values.Get(s_source), Errors = values.Get(s_errors), Latency = values.Get(s_latency) };
    }

    private static void CheckMetrics(FieldValues values)
    {
        var hasErrors = values.Has(s_errors);
        var hasLatency = values.Has(s_latency);
        switch (values)
        {
            case var _ when values.Get(s_promql) is not null:
                foreach (var unread in new RecordField[] { s_errors, s_latency }.Where(values.Has))
                {
                    values.Report(unread, "is not read by promql, whose queries say what they count", "errors and latency beside evidence, threshold and sloBurnRate");
                }

                break;
            case var _ when values.Get(s_evidence) is { } evidence:
                Require(hasErrors || hasLatency, s_evidence, "has no metric to judge by", "errors, latency or both beside evidence");
                Require(hasLatency || evidence.LatencyFactor == GateDefaults.LatencyFactor, s_evidence, "allows slower answers and has no latency to count", "latency: beside evidence");
                Require(hasErrors || evidence.Slo?.Errors is null, s_evidence, "has an objective for errors and no errors to count", "errors: beside evidence");
                Require(hasLatency || evidence.Slo?.Slow is null, s_evidence, "has an objective for slow answers and no latency to count", "latency: beside evidence");
                break;
            case var _ when values.Get(s_threshold) is { } threshold:
                Require(hasErrors || threshold is { ErrorShare: null, RequestRate: null }, s_threshold, "has bounds for errors or requests and no errors to count", "errors: beside threshold");
                Require(hasLatency || threshold.SlowShare is null, s_threshold, "has bounds for slow answers and no latency to count", "latency: beside threshold");
                break;
            case var _ when values.Get(s_burnRate) is { } burnRate:
                Require(hasErrors, s_burnRate, "has no metric to judge by", "errors: beside sloBurnRate");
                Require(hasLatency || burnRate.SlowerThan is null, s_burnRate, "counts slow answers and has no latency to count", "latency: beside sloBurnRate");
                break;
        }

        void Require(bool isThere, RecordField kind, string problem, string allowed)
        {
            if (!isThere)
            {
                values.Report(kind, problem, allowed);
            }
        }
    }
}

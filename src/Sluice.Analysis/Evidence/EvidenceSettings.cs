using System.Globalization;
using Sluice.Model.Gates;

namespace Sluice.Analysis.Evidence;

/// <summary>An evidence gate's definition, resolved for the steps of one rollout and for what is known about stable.</summary>
internal sealed class EvidenceSettings
{
    public EvidenceSettings(EvidenceGate definition, GateContext context)
    {
        Definition = definition;
        Context = context;
        Steps = [.. context.Steps.Select(step => step with { Dwell = step.Dwell ?? definition.Dwell, Deadline = step.Deadline ?? definition.Deadline })];
        LogBound = -Math.Log(definition.Alpha);
        LogPromotionBound = -Math.Log(definition.AlphaPromote);
        JudgesLatency = definition.Latency is not null;
        JudgesErrors = definition.Errors is not null || !JudgesLatency;
        HasObjective = (JudgesErrors && definition.Slo?.Errors is not null) || (JudgesLatency && definition.Slo?.Slow is not null);
        Block = TimeSpan.FromSeconds(AreBlocksCorrelated ? Math.Max(LongBlockSeconds, definition.BlockSeconds) : definition.BlockSeconds);
    }

    public EvidenceGate Definition { get; }

    public GateContext Context { get; }

    public IReadOnlyList<GateStep> Steps { get; }

    public double LogBound { get; }

    public double LogPromotionBound { get; }

    public bool JudgesErrors { get; }

    public bool JudgesLatency { get; }

    /// <summary>There is something to judge against where stable has no traffic.</summary>
    public bool HasObjective { get; }

    public TimeSpan Block { get; }

    /// <summary>What a candidate with little traffic is held against.</summary>
    public Measure MeasureOfTrickle => Definition.LowTraffic switch
    {
        { Form: LowTrafficForm.WiderMargins, Margins: not null } => Measure.WideMargin,
        { Form: LowTrafficForm.Slo } when HasObjective => Measure.Objective,
        _ => Measure.Margin,
    };

    /// <summary>Errors and latency share the evidence in halves.</summary>
    public double WeightOfLatency => !JudgesLatency ? 0 : JudgesErrors ? 0.5 : 1;

    public MetricSettings Errors => new("errors")
    {
        Effects = EffectGrid.Errors,
        Kappa = KappaOf(Context.History?.ErrorTraits),
        Rho0 = Rho0Of(Context.History?.ErrorTraits),
        Delta = Definition.Delta,
        Objective = Definition.Slo?.Errors?.Value ?? 0,
        Margins = MarginsOf(Definition.Margins.Errors.Value),
        WideMargins = WideMargins is { } wide ? MarginsOf(wide.Errors.Value) : null,
        Prior = Context.History?.Errors ?? default,
        Weight = 1 - WeightOfLatency,
    };

    /// <summary>The answers slower than a bound; <paramref name="watched"/> bounds share the weight.</summary>
    public MetricSettings Latency(double bound, int watched)
    {
        var history = Context.History;
        var index = history is null ? -1 : LatencyBounds.IndexOf(history.Bounds, bound);
        var traits = index >= 0 && index < history!.LatencyTraits.Count ? history.LatencyTraits[index] : null;
        var slow = Definition.Slo?.Slow;
        var tolerated = Definition.LatencyFactor > 1 ? string.Create(CultureInfo.InvariantCulture, $" (factor {Definition.LatencyFactor:0.##})") : "";
        return new MetricSettings(string.Create(CultureInfo.InvariantCulture, $"latency > {bound:0.######} s{tolerated}"))
        {
            Effects = EffectGrid.Latency,
            Kappa = KappaOf(traits),
            Rho0 = Rho0Of(traits),
            Objective = slow is not null && LatencyBounds.AreSame(slow.SlowerThan.TotalSeconds, bound) ? slow.Share.Value : 0,
            Margins = MarginsOf(Definition.Margins.Latency.Value),
            WideMargins = WideMargins is { } wide ? MarginsOf(wide.Latency.Value) : null,
            Prior = index >= 0 ? history!.Latency.SlowerThan(index) : default,
            Weight = WeightOfLatency / watched,
        };
    }

    /// <summary>What must be equal for a saved state to fit; what was measured travels in the state itself.</summary>
    public string Fingerprint => string.Create(
        CultureInfo.InvariantCulture,
        $"evidence {JudgesErrors} {string.Join(',', Definition.Latency?.Bounds.Select(bound => bound.Ticks) ?? [])} {JudgesLatency} {Definition.Alpha} {Definition.AlphaPromote} {Definition.Kappa} {Definition.Rho0} {Definition.Delta} {Definition.LatencyFactor} {Definition.BlockSeconds} {Definition.Margins} {Definition.Slo} {Definition.LowTraffic} {string.Join(' ', Steps)}");

    private MarginDefinition? WideMargins => MeasureOfTrickle == Measure.WideMargin ? Definition.LowTraffic!.Margins : null;

    private const int LongBlockSeconds = 60;

    /// <summary>Where neighbouring blocks resemble each other longer ones are needed.</summary>
    private bool AreBlocksCorrelated => Context.History is { } history
        && (history.ErrorTraits is { AreBlocksCorrelated: true } || history.LatencyTraits.Any(traits => traits.AreBlocksCorrelated));

    private double KappaOf(BaselineTraits? traits) => Definition.Kappa ?? traits?.Kappa ?? OverDispersion.KappaWithoutHistory;

    private double Rho0Of(BaselineTraits? traits) =>
        Definition.Rho0 ?? (traits is null ? 1 : PodLottery.Rho0(traits.Tau, Context.CandidatePods, Context.BaselinePods));

    private double[] MarginsOf(double budget) =>
        [.. Steps.Select((_, index) => Math.Min(1, budget * 100 / (index + 1 < Steps.Count ? Steps[index + 1].Weight : 100)))];
}

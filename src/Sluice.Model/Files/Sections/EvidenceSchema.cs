using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Values;

namespace Sluice.Model.Files.Sections;

/// <summary><c>evidence:</c></summary>
internal static class EvidenceSchema
{
    private static readonly Shape<double> s_probability = new NumberShape(0.0001, 0.5);
    private static readonly Shape<Share> s_objective = new ShareShape(new Share(0), new Share(0.999), isAboveLeast: true);

    private static readonly Field<double> s_alpha = Field.Optional("alpha", "Probability of ever rolling back a candidate that is not worse", s_probability, GateDefaults.Alpha);
    private static readonly Field<double> s_alphaPromote = Field.Optional(
        "alphaPromote", "Probability of ever passing a candidate that is worse than the margin", s_probability, GateDefaults.AlphaPromote);

    private static readonly Field<double?> s_kappa = new(
        "kappa", "Mean size of the clusters in which errors come; auto: estimated from the baseline", AutoOr(new NumberShape(1, 100)), required: false, null)
    {
        DefaultText = "auto",
    };

    private static readonly Field<double?> s_rho0 = Field.Optional(
        "rho0", "Ratio of rates that is not worse; 0: judged against delta alone; auto: from how much pods differ", AutoOr(new NumberShape(0, 10)), GateDefaults.Rho0);

    private static readonly Field<Share> s_delta = Field.Optional("delta", "Difference of rates that is not worse", new ShareShape(new Share(0), new Share(0.5)), new Share(GateDefaults.Delta));
    private static readonly Field<double> s_latencyFactor = Field.Optional(
        "latencyFactor", "Answers that take so many times longer are not worse", new NumberShape(1, 10), GateDefaults.LatencyFactor);

    private static readonly Field<int> s_blockSeconds = Field.Optional("blockSeconds", "Length of the blocks of the robust half, in seconds", new IntegerShape(5, 600), GateDefaults.BlockSeconds);
    private static readonly Field<TimeSpan> s_warmUp = Field.Optional(
        "warmUp", "The first part of every new pod's life that is not counted", CommonShapes.Seconds(0, TimeSpan.FromMinutes(10)), GateDefaults.WarmUp);

    private static readonly Field<Share> s_errorMargin = Field.Optional(
        "errors", "Bad answers more than stable's, of all requests", new ShareShape(new Share(0), new Share(0.2), isAboveLeast: true), GateDefaults.Margins.Errors);

    private static readonly Field<Share> s_latencyMargin = Field.Optional(
        "latency", "Slow answers more than stable's, of all requests", new ShareShape(new Share(0), new Share(0.5), isAboveLeast: true), GateDefaults.Margins.Latency);

    private static readonly Shape<MarginDefinition> s_marginShape = new RecordShape<MarginDefinition>(
        "margins", [s_errorMargin, s_latencyMargin], values => new MarginDefinition(values.Get(s_errorMargin), values.Get(s_latencyMargin)));

    private static readonly Field<MarginDefinition> s_margins = Field.Optional("margins", "How much worse a passed candidate may be", s_marginShape, GateDefaults.Margins);

    private static readonly Field<Share?> s_sloErrors = Field.MaybeValue("errors", "Bad answers that are still good", s_objective, "not judged");
    private static readonly Field<TimeSpan> s_slowerThan = Field.Required(
        "slowerThan", "A bound of the histogram", CommonShapes.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)));

    private static readonly Field<Share> s_slowShare = Field.Required("share", "Slow answers that are still good", s_objective);
    private static readonly Field<SlowObjective?> s_sloSlow = Field.Maybe(
        "slow",
        "Slow answers that are still good",
        new RecordShape<SlowObjective>("an objective for slow answers", [s_slowerThan, s_slowShare], values => new SlowObjective(values.Get(s_slowerThan), values.Get(s_slowShare))),
        "not judged");

    private static readonly Field<SloDefinition?> s_slo = Field.Maybe(
        "slo", "What is judged against where stable has no traffic", new RecordShape<SloDefinition>("an objective", [s_sloErrors, s_sloSlow], BuildSlo), "nothing: inconclusive");

    private static readonly Field<double> s_below = Field.Required(
        "below", "Candidate requests per second below which this holds", new NumberShape(0, 1_000_000, isAboveLeast: true));

    private static readonly Field<LowTrafficForm> s_form = Field.Required(
        "use", "How it judges then", new ChoiceShape<LowTrafficForm>(("widerMargins", LowTrafficForm.WiderMargins), ("slo", LowTrafficForm.Slo)));

    private static readonly Field<MarginDefinition?> s_widerMargins = Field.Maybe("margins", "The wider margins", s_marginShape);
    private static readonly Field<LowTrafficDefinition?> s_lowTraffic = Field.Maybe(
        "lowTraffic",
        "What is done with too little traffic",
        new RecordShape<LowTrafficDefinition>("low traffic", [s_below, s_form, s_widerMargins], BuildLowTraffic),
        "nothing: inconclusive");

    public static Shape<EvidenceGate> Evidence { get; } = new RecordShape<EvidenceGate>(
        "an evidence gate",
        [s_alpha, s_alphaPromote, s_kappa, s_rho0, s_delta, s_latencyFactor, s_blockSeconds, s_warmUp, s_margins, GateTimes.Dwell, GateTimes.Deadline, s_slo, s_lowTraffic],
        Build);

    private static KeywordShape<double?> AutoOr(Shape<double> number) => new(new OptionalShape<double>(number), ("auto", null));

    private static SloDefinition BuildSlo(FieldValues values)
    {
        if (!values.Has(s_sloErrors) && !values.Has(s_sloSlow))
        {
            values.Report("judges nothing", "errors, slow or both");
        }

        return new SloDefinition(values.Get(s_sloErrors), values.Get(s_sloSlow));
    }

    private static LowTrafficDefinition BuildLowTraffic(FieldValues values)
    {
        var form = values.Get(s_form);
        if (form == LowTrafficForm.WiderMargins && values.Has(s_form) && !values.Has(s_widerMargins))
        {
            values.Report(s_form, "says widerMargins and does not say which", "margins: beside it");
        }

        if (form == LowTrafficForm.Slo && values.Has(s_widerMargins))
        {
            values.Report(s_widerMargins, "stands beside use: slo, which has no margins", "margins beside use: widerMargins only");
        }

        return new LowTrafficDefinition(values.Get(s_below), form, values.Get(s_widerMargins));
    }

    private static EvidenceGate Build(FieldValues values)
    {
        GateTimes.Check(values);
        if (values.Get(s_lowTraffic) is { Form: LowTrafficForm.Slo } && !values.Has(s_slo))
        {
            values.Report(s_lowTraffic, "judges against the SLO and there is none", "slo: beside lowTraffic");
        }

        if (values.Get(s_rho0) is 0 && values.Get(s_delta).Value <= 0)
        {
            values.Report(values.Has(s_delta) ? s_delta : s_rho0, "leaves nothing that is good: rho0 and delta are both 0", "delta above 0 where rho0 is 0");
        }

        return new EvidenceGate("")
        {
            Alpha = values.Get(s_alpha),
            AlphaPromote = values.Get(s_alphaPromote),
            Kappa = values.Get(s_kappa),
            Rho0 = values.Get(s_rho0),
            Delta = values.Get(s_delta).Value,
            LatencyFactor = values.Get(s_latencyFactor),
            BlockSeconds = values.Get(s_blockSeconds),
            WarmUp = values.Get(s_warmUp),
            Margins = values.Get(s_margins) ?? GateDefaults.Margins,
            Dwell = values.Get(GateTimes.Dwell),
            Deadline = values.Get(GateTimes.Deadline),
            Slo = values.Get(s_slo),
            LowTraffic = values.Get(s_lowTraffic),
        };
    }
}

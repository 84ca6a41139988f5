using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Values;

namespace Sluice.Model.Files.Sections;

/// <summary>Keys of a <see cref="GateFile"/>. Times are plain seconds there, and the ranges are wider than those of gates that decide about people's traffic.</summary>
internal static class GateFileSchema
{
    /// <summary>Where one number is given, slow answers may be more by this factor, as the margins of a gate that says nothing.</summary>
    private const double LatencyFactor = 5;

    private const double LongestSeconds = 365 * 86_400.0;

    private static readonly Shape<double> s_probability = new NumberShape(0, 0.999999, isAboveLeast: true);
    private static readonly Shape<double> s_seconds = new NumberShape(0, LongestSeconds);
    private static readonly Shape<Share> s_margin = new ShareShape(new Share(0), new Share(1), isAboveLeast: true);

    private static readonly Field<double> s_alpha = Field.Optional("alpha", "Probability of a wrong rollback", s_probability, GateDefaults.Alpha);
    private static readonly Field<double> s_alphaPromote = Field.Optional("alphaPromote", "Probability of a wrong pass", s_probability, GateDefaults.AlphaPromote);
    private static readonly Field<double?> s_kappa = Field.Optional("kappa", "Mean size of clusters of errors", AutoOr(new NumberShape(1, 1000)), null);
    private static readonly Field<double?> s_rho0 = Field.Optional("rho0", "Ratio of rates that is not worse", AutoOr(new NumberShape(0, 1000)), GateDefaults.Rho0);
    private static readonly Field<Share> s_delta = Field.Optional("delta", "Difference of rates that is not worse", new ShareShape(new Share(0), new Share(0.98)), new Share(GateDefaults.Delta));
    private static readonly Field<double> s_latencyFactor = Field.Optional("latencyFactor", "Slow-down that is not worse", new NumberShape(1, 1000), GateDefaults.LatencyFactor);
    private static readonly Field<int> s_blockSeconds = Field.Optional("blockSeconds", "Length of blocks", new IntegerShape(1, 86_400), GateDefaults.BlockSeconds);
    private static readonly Field<double> s_dwell = Field.Optional("dwellSeconds", "Least time", s_seconds, GateDefaults.Dwell.TotalSeconds);
    private static readonly Field<double> s_deadline = Field.Optional("deadlineSeconds", "Most time", new NumberShape(0, LongestSeconds, isAboveLeast: true), GateDefaults.Deadline.TotalSeconds);

    private static readonly Field<Share> s_errorMargin = Field.Optional("errors", "More bad answers than stable's", s_margin, GateDefaults.Margins.Errors);
    private static readonly Field<Share> s_latencyMargin = Field.Optional("latency", "More slow answers than stable's", s_margin, GateDefaults.Margins.Latency);

    private static readonly Field<MarginDefinition?> s_margins = Field.Maybe(
        "margins",
        "How much worse a passed candidate may be",
        new EitherShape<MarginDefinition>(
            new MappedShape<Share, MarginDefinition>(s_margin, ForErrors),
            new AnyMarginShape(
                new RecordShape<MarginDefinition>("margins", [s_errorMargin, s_latencyMargin], values => new MarginDefinition(values.Get(s_errorMargin), values.Get(s_latencyMargin))),
                new ListShape<Share>(s_margin, isSet: false, least: 1),
                ForErrors)));

    public static Shape<Func<EvidenceGate, EvidenceGate>> Parameters { get; } = new RecordShape<Func<EvidenceGate, EvidenceGate>>(
        "parameters of a gate", [s_alpha, s_alphaPromote, s_kappa, s_rho0, s_delta, s_latencyFactor, s_blockSeconds, s_margins, s_dwell, s_deadline], Build);

    private static KeywordShape<double?> AutoOr(Shape<double> number) => new(new OptionalShape<double>(number), ("auto", null));

    private static MarginDefinition ForErrors(Share errors) => new(errors, new Share(Math.Min(1, errors.Value * LatencyFactor)));

    private static Func<EvidenceGate, EvidenceGate> Build(FieldValues values)
    {
        if (values.Get(s_deadline) < values.Get(s_dwell) && (values.Has(s_deadline) || values.Has(s_dwell)))
        {
            values.Report(values.Has(s_deadline) ? s_deadline : s_dwell, "leaves no time to pass: the deadline comes before the dwell is over", "a deadline after the dwell");
        }

        if (values.Has(s_rho0) && values.Get(s_rho0) is 0 && values.Has(s_delta) && values.Get(s_delta).Value <= 0)
        {
            values.Report(s_delta, "leaves nothing that is good: rho0 and delta are both 0", "delta above 0 where rho0 is 0");
        }

        return gate => gate with
        {
            Alpha = values.Has(s_alpha) ? values.Get(s_alpha) : gate.Alpha,
            AlphaPromote = values.Has(s_alphaPromote) ? values.Get(s_alphaPromote) : gate.AlphaPromote,
            Kappa = values.Has(s_kappa) ? values.Get(s_kappa) : gate.Kappa,
            Rho0 = values.Has(s_rho0) ? values.Get(s_rho0) : gate.Rho0,
            Delta = values.Has(s_delta) ? values.Get(s_delta).Value : gate.Delta,
            LatencyFactor = values.Has(s_latencyFactor) ? values.Get(s_latencyFactor) : gate.LatencyFactor,
            BlockSeconds = values.Has(s_blockSeconds) ? values.Get(s_blockSeconds) : gate.BlockSeconds,
            Margins = values.Get(s_margins) ?? gate.Margins,
            Dwell = values.Has(s_dwell) ? TimeSpan.FromSeconds(values.Get(s_dwell)) : gate.Dwell,
            Deadline = values.Has(s_deadline) ? TimeSpan.FromSeconds(values.Get(s_deadline)) : gate.Deadline,
        };
    }
}

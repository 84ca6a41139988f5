using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Analysis;

namespace Sluice.Reports;

/// <summary>What a gate said about recorded traffic, as scripts read it. Numbers that are not finite are <see langword="null"/>.</summary>
/// <param name="Gate">Name of the gate.</param>
/// <param name="Verdict"><c>Rollback</c>, <c>Pass</c>, <c>Inconclusive</c>, or <c>Continue</c> where the recording ended before a decision.</param>
/// <param name="DecidedAtSeconds">The column <c>t</c> of the row that decided; <see langword="null"/> where none did.</param>
/// <param name="ElapsedSeconds">Since the gate began to look, up to the last row that it saw.</param>
/// <param name="Rows">Rows of the recording.</param>
/// <param name="RowsSeen">Rows that the gate saw before it decided.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="LogEvidence">ln of the evidence against the candidate over all metrics.</param>
/// <param name="LogEvidenceBound">What it must reach for a rollback.</param>
/// <param name="LogPromotionBound">What each metric's promotion evidence must reach for a pass.</param>
/// <param name="Metrics">Each metric's part.</param>
/// <param name="Notes">What somebody should know.</param>
public sealed record ReplayDocument(
    string Gate,
    string Verdict,
    double? DecidedAtSeconds,
    double ElapsedSeconds,
    int Rows,
    int RowsSeen,
    string Reason,
    double? LogEvidence,
    double? LogEvidenceBound,
    double? LogPromotionBound,
    IReadOnlyList<MetricDocument> Metrics,
    IReadOnlyList<string> Notes)
{
    /// <param name="verdict">What the gate said last.</param>
    /// <param name="decidedAt">When it decided, by the recording's clock in seconds.</param>
    /// <param name="seen">Rows that it saw.</param>
    /// <param name="rows">Rows there are.</param>
    /// <param name="notes">Beside the verdict's own.</param>
    public static ReplayDocument Of(Verdict verdict, double? decidedAt, int seen, int rows, IEnumerable<string> notes) => new(
        verdict.Gate,
        verdict.Decision.ToString(),
        decidedAt,
        verdict.Time.TotalSeconds,
        rows,
        seen,
        verdict.Reason,
        MetricDocument.Finite(verdict.LogEvidence),
        MetricDocument.Finite(verdict.LogEvidenceBound),
        MetricDocument.Finite(verdict.LogPromotionBound),
        [.. verdict.Metrics.Select(MetricDocument.Of)],
        [.. notes, .. verdict.Warnings]);

    /// <summary>Indented JSON with camelCase names and a final newline.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReplayJson.Readable.ReplayDocument) + "\n";
}

/// <summary>One metric's part in a verdict.</summary>
/// <param name="Name"><c>errors</c>, or <c>latency &gt; 0.25 s</c>.</param>
/// <param name="LogEvidence">ln of this metric's evidence against the candidate, before it is weighted.</param>
/// <param name="LogPromotionEvidence">ln of the evidence that the candidate is within the margin.</param>
/// <param name="Requests">Requests of each side.</param>
/// <param name="Bad">Bad ones of each side.</param>
/// <param name="Weight">Of this metric in the evidence of all.</param>
/// <param name="Margin">How much higher than stable's the rate may be for a pass.</param>
/// <param name="Ratio">Candidate's rate over stable's.</param>
/// <param name="Kappa">Size of clusters that was reckoned with.</param>
/// <param name="Rho0">Ratio of rates that counts as not worse.</param>
/// <param name="Value">The value that a gate with bounds looked at.</param>
public sealed record MetricDocument(
    string Name,
    double? LogEvidence,
    double? LogPromotionEvidence,
    ArmsDocument Requests,
    ArmsDocument Bad,
    double? Weight,
    double? Margin,
    double? Ratio,
    double? Kappa,
    double? Rho0,
    double? Value)
{
    public static MetricDocument Of(MetricVerdict metric) => new(
        metric.Name,
        Finite(metric.LogEvidence),
        Finite(metric.LogPromotionEvidence),
        new ArmsDocument(metric.Candidate.Requests, metric.Baseline.Requests),
        new ArmsDocument(metric.Candidate.Bad, metric.Baseline.Bad),
        Finite(metric.Weight),
        Finite(metric.Margin),
        Finite(metric.Ratio),
        Finite(metric.Kappa),
        Finite(metric.Rho0),
        Finite(metric.Value));

    internal static double? Finite(double? number) => number is { } value && double.IsFinite(value) ? value : null;
}

/// <summary>A count of each side.</summary>
public sealed record ArmsDocument(double Candidate, double Baseline);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(ReplayDocument))]
internal sealed partial class ReplayJson : JsonSerializerContext
{
    private static ReplayJson? s_readable;

    /// <summary>For people too: a comparison sign in a name is no danger in a file.</summary>
    public static ReplayJson Readable => s_readable ??= new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

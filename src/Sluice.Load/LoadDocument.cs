using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Load;

/// <summary>What came of loads, as scripts read it. Times are milliseconds.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Services">Each service.</param>
public sealed record LoadDocument(string Environment, IReadOnlyList<LoadedService> Services)
{
    /// <summary>Indented JSON with camelCase names and a final newline.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, LoadJson.Default.LoadDocument) + "\n";
}

/// <summary>One service.</summary>
public sealed record LoadedService(
    string Name,
    Uri Url,
    double Rate,
    double Seconds,
    bool IsWhole,
    long Sent,
    long Failed,
    double LatestMs,
    IReadOnlyList<LoadedUse> Connections,
    IReadOnlyList<LoadedRevision> Revisions)
{
    public static LoadedService Of(string name, LoadReport report) => new(
        name,
        report.Plan.Target,
        report.Plan.Rate,
        report.Took.TotalSeconds,
        report.IsWhole,
        report.Sent,
        report.Failed,
        report.Latest.TotalMilliseconds,
        [.. report.Uses.Select(use => new LoadedUse(use.Use, use.Sent, use.Failed, use.Failures, LatencyMs.Of(use.Latency)))],
        [.. report.Revisions.Select(revision => new LoadedRevision(revision.Revision, revision.Answers, revision.Failed, LatencyMs.Of(revision.Latency)))]);
}

/// <summary>The requests of one kind.</summary>
public sealed record LoadedUse(ConnectionUse Use, long Sent, long Failed, IReadOnlyList<FailureCount> Failures, LatencyMs? LatencyMs);

/// <summary>The answers of one revision.</summary>
public sealed record LoadedRevision(string Revision, long Answers, long Failed, LatencyMs? LatencyMs);

/// <summary>Quantiles in milliseconds.</summary>
public sealed record LatencyMs(double P50, double P90, double P99, double P999, double Max)
{
    public static LatencyMs? Of(Quantiles? latency) => latency is null ? null : new(
        latency.P50.TotalMilliseconds, latency.P90.TotalMilliseconds, latency.P99.TotalMilliseconds, latency.P999.TotalMilliseconds, latency.Max.TotalMilliseconds);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LoadDocument))]
internal sealed partial class LoadJson : JsonSerializerContext;

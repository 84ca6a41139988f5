using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Reports;

/// <summary>How stable's own traffic fares with its gates, as scripts read it.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Services">Each service that could be looked at.</param>
public sealed record AaDocument(string Environment, IReadOnlyList<AaService> Services)
{
    /// <summary>Indented JSON with camelCase names and a final newline.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, AaJson.Default.AaDocument) + "\n";
}

/// <summary>One service.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Gate">The gate that judged.</param>
/// <param name="Pods">Pods that were compared.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Requests">All requests.</param>
/// <param name="Bad">Bad ones.</param>
/// <param name="Splits">Ways to part the pods that were tried.</param>
/// <param name="Alarms">Those in which the gate would have rolled back.</param>
/// <param name="Phi">Over-dispersion φ̂ among pods; <see langword="null"/> without bad answers.</param>
/// <param name="Kappa">Size of clusters κ̂ that follows.</param>
/// <param name="Tau">How much pods differ by themselves, τ̂.</param>
/// <param name="Rho0">The ratio of rates that counts as not worse then.</param>
/// <param name="Fitted">Whether it was watched long enough for the gate to reckon with these.</param>
public sealed record AaService(
    string Name,
    string Gate,
    int Pods,
    double Seconds,
    double Requests,
    double Bad,
    int Splits,
    int Alarms,
    double? Phi,
    double? Kappa,
    double Tau,
    double Rho0,
    bool Fitted);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(AaDocument))]
internal sealed partial class AaJson : JsonSerializerContext;

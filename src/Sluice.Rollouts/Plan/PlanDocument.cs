using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Rollouts.Plan;

/// <summary>A plan as a file. Pure.</summary>
public static partial class PlanDocument
{
    public const int Format = 1;

    /// <summary>Indented JSON with camelCase names and a final newline.</summary>
    public static string Write(DeployPlan plan) => JsonSerializer.Serialize(plan, PlanJson.Default.DeployPlan) + "\n";

    /// <summary>The plan of a file; null with the reason when it is none, or not as it was written.</summary>
    public static (DeployPlan? Plan, string Problem) Read(string text)
    {
        try
        {
            DeployPlan? plan = JsonSerializer.Deserialize(text, PlanJson.Default.DeployPlan);
            return plan switch
            {
                null or { Images: null } or { Objects: null } or { Pruned: null } or { NotRestored: null } => (null, "it is no plan"),
                { Format: not Format } => (null, $"its format is {plan.Format}, this version reads {Format}"),
                _ when HashOf(plan) != plan.Hash => (null, "it is not as it was written: its hash does not fit its content"),
                _ => (plan, ""),
            };
        }
        catch (JsonException problem)
        {
            return (null, $"it is no plan (line {(problem.LineNumber ?? 0) + 1})");
        }
    }

    /// <summary>The hash of a plan's content.</summary>
    public static string HashOf(DeployPlan plan) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(plan with { Hash = "", Gates = [] }, PlanJson.Default.DeployPlan)));

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(DeployPlan))]
    private sealed partial class PlanJson : JsonSerializerContext;
}

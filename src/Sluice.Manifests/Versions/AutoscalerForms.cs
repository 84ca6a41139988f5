using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Versions;

/// <summary>autoscaling/v2 and v2beta2 have the same fields but for what v2 learned after v2beta2 was frozen.</summary>
internal static class AutoscalerForms
{
    public static void ToBeta(JsonObject value, List<string> obstacles)
    {
        foreach (var direction in (ReadOnlySpan<string>)["scaleUp", "scaleDown"])
        {
            if (value.At("spec", "behavior", direction, "tolerance") is not null)
            {
                obstacles.Add($"spec.behavior.{direction}.tolerance: autoscaling/v2beta2 has no such field");
            }
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Kubelet.Variables;

/// <summary>The downward API.</summary>
internal static partial class PodFields
{
    /// <summary>A field's text (empty when the pod has no such label or annotation); <see langword="null"/> for a field the downward API does not have.</summary>
    public static string? Read(JsonObject pod, string path, string address) => path switch
    {
        "metadata.name" => pod.Name(),
        "metadata.namespace" => pod.Namespace(),
        "metadata.uid" => pod.Uid(),
        "spec.nodeName" or "spec.serviceAccountName" => pod.Text("spec", path[5..]) ?? "",
        "status.podIP" or "status.podIPs" => address,
        "status.hostIP" or "status.hostIPs" => pod.Text("status", "hostIP") ?? "",
        _ when Keyed().Match(path) is { Success: true } match => pod.Map("metadata", match.Groups[1].Value).GetValueOrDefault(match.Groups[2].Value, ""),
        _ => null,
    };

    /// <summary>A container's request or limit in the units of the divisor's default (whole cores, bytes); what is not set is what the machine has.</summary>
    public static string? ReadResource(JsonObject container, JsonObject reference)
    {
        string[] parts = (reference.Text("resource") ?? "").Split('.', 2);
        if (parts is not (["limits" or "requests", "cpu" or "memory"]))
        {
            return null;
        }

        string? set = container.Text("resources", parts[0], parts[1]) ?? container.Text("resources", "limits", parts[1]);
        double whole = parts[1] == "cpu" ? Environment.ProcessorCount : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        double amount = set is null ? whole : Quantity.Parse(set) ?? whole;
        double divisor = Quantity.Parse(reference.Text("divisor") ?? "1") is { } said and > 0 ? said : 1;
        return Math.Ceiling(amount / divisor).ToString("0", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^metadata\.(labels|annotations)\['([^']+)'\]$")]
    private static partial Regex Keyed();
}

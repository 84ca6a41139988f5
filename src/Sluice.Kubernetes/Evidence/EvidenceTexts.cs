using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;

namespace Sluice.Kubernetes.Evidence;

/// <summary>Pods and events as texts for people. Pure.</summary>
internal static class EvidenceTexts
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A pod's identity, images and status; nothing of its environment, which may hold secrets.</summary>
    public static string Pod(JsonObject pod)
    {
        JsonNode? metadata = pod["metadata"];
        return new JsonObject
        {
            ["name"] = Json.Text(metadata?["name"]),
            ["uid"] = Json.Text(metadata?["uid"]),
            ["creationTimestamp"] = Json.Text(metadata?["creationTimestamp"]),
            ["labels"] = metadata?["labels"]?.DeepClone(),
            ["node"] = Json.Text(pod["spec"]?["nodeName"]),
            ["images"] = new JsonArray([.. Json.Items(pod["spec"]?["initContainers"]).Concat(Json.Items(pod["spec"]?["containers"])).Select(c => (JsonNode)Json.Text(c["image"]))]),
            ["status"] = pod["status"]?.DeepClone(),
        }.ToJsonString(Indented) + "\n";
    }

    /// <summary>One line per event, oldest first.</summary>
    public static string Events(IEnumerable<JsonObject> events)
    {
        var text = new StringBuilder();
        foreach (JsonObject e in events.OrderBy(When, StringComparer.Ordinal))
        {
            JsonNode? about = e["involvedObject"];
            int count = Json.Int(e["count"], 1);
            text.Append(CultureInfo.InvariantCulture, $"{When(e)} {Json.Text(e["type"])} {Json.Text(about?["kind"])}/{Json.Text(about?["name"])} {Json.Text(e["reason"])}: {Json.Text(e["message"])}")
                .Append(count > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({count} times)") : "")
                .Append('\n');
        }

        return text.ToString();
    }

    private static string When(JsonObject e) => Json.Text(e["lastTimestamp"]) is { Length: > 0 } last
        ? last
        : Json.Text(e["eventTime"]) is { Length: > 0 } at ? at : Json.Text(e["metadata"]?["creationTimestamp"]);
}

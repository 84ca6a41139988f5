using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Controllers.Objects;

/// <summary>The <c>conditions</c> list of a status.</summary>
internal static class Conditions
{
    public static JsonObject? Find(JsonNode? status, string type) =>
        status.Objects("conditions").FirstOrDefault(c => c.Text("type") == type);

    public static bool IsTrue(JsonNode? status, string type) => Find(status, type).Text("status") == "True";

    /// <summary>A condition, its lastTransitionTime kept from the previous one as long as the status value is the same.</summary>
    public static JsonObject Next(JsonObject? previous, string type, bool? value, string? reason, string? message, DateTimeOffset now)
    {
        string status = value switch { true => "True", false => "False", null => "Unknown" };
        string since = previous.Text("status") == status ? previous.Text("lastTransitionTime") ?? now.Stamp() : now.Stamp();
        var condition = new JsonObject { ["type"] = type, ["status"] = status, ["lastTransitionTime"] = since };
        if (reason is not null)
        {
            condition["reason"] = reason;
        }

        if (message is not null)
        {
            condition["message"] = message;
        }

        return condition;
    }
}

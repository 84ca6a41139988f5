using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;

namespace Sluice.Kubernetes.Stacks;

/// <summary>Annotations by which a stack and its autoscalers remember what a rollout did to them. Pure.</summary>
internal static class StackNotes
{
    /// <summary>On an autoscaler: what it said before it was held. On a Deployment without one: that it is held.</summary>
    public const string Held = SluiceLabels.Prefix + "held";

    /// <summary>On the Deployment of a stack that is kept for going back.</summary>
    public const string Warm = SluiceLabels.Prefix + "warm";

    /// <summary>Beside <see cref="Warm"/>: when it is due to be scaled down; absent where it waits for the next release.</summary>
    public const string WarmUntil = SluiceLabels.Prefix + "warm-until";

    public static string Of(JsonObject item, string annotation) => Json.Text(item["metadata"]?["annotations"]?[annotation]);

    public static bool IsWarm(JsonObject deployment) => Of(deployment, Warm).Length > 0;

    public static DateTimeOffset? WarmEnd(JsonObject deployment) => Time(Of(deployment, WarmUntil));

    public static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;

    /// <summary>A merge patch that sets annotations; null takes one away.</summary>
    public static JsonObject Patch(params ReadOnlySpan<(string Name, string? Value)> annotations)
    {
        var changes = new JsonObject();
        foreach ((string name, string? value) in annotations)
        {
            changes[name] = value;
        }

        return new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = changes } };
    }
}

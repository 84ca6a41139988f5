using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;

namespace Sluice.Kubernetes.Journal;

/// <summary>Names, labels and bounds of the objects that hold journals. Pure.</summary>
internal static class JournalNames
{
    /// <summary>Tells what an object of a journal holds.</summary>
    public const string Label = SluiceLabels.Prefix + "journal";

    /// <summary>The value of <see cref="Label"/> for the record of a rollout.</summary>
    public const string Record = "rollout";

    /// <summary>… for a part of what happened.</summary>
    public const string Log = "rollout-log";

    /// <summary>… for what gates learnt.</summary>
    public const string Gates = "rollout-gates";

    /// <summary>The fencing number of who wrote it last.</summary>
    public const string Fence = SluiceLabels.Prefix + "fence";

    /// <summary>So many of the newest rollouts are kept.</summary>
    public const int Kept = 5;

    private const string Rollout = SluiceLabels.Prefix + "rollout";
    private const string Prefix = "sluice-rollout-";

    public static string Head(int rollout) => Prefix + Text(rollout);

    public static string GatesOf(int rollout) => $"{Head(rollout)}-gates";

    /// <param name="rollout">Number of the rollout.</param>
    /// <param name="at">Number of the segment, from 1.</param>
    public static string Segment(int rollout, int at) => $"{Head(rollout)}-log-{Text(at)}";

    public static Dictionary<string, string> Labels(string what, int rollout) => new() { [Label] = what, [Rollout] = Text(rollout) };

    /// <summary>Selects the objects of one kind: of one rollout, or of all.</summary>
    public static string Selector(string what, int? rollout = null) =>
        "?labelSelector=" + Uri.EscapeDataString($"{Label}={what}" + (rollout is { } number ? $",{Rollout}={Text(number)}" : ""));

    /// <summary>The number of a rollout whose record it is; null when it is something else.</summary>
    public static int? NumberOf(JsonObject configMap) => Number(Name(configMap), Prefix);

    /// <summary>The number of a segment of a rollout; null when it is something else.</summary>
    public static int? SegmentOf(JsonObject configMap, int rollout) => Number(Name(configMap), $"{Head(rollout)}-log-");

    public static string Name(JsonObject configMap) => Json.Text(configMap["metadata"]?["name"]);

    private static int? Number(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

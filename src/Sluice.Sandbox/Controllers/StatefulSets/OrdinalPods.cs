using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Controllers.StatefulSets;

/// <summary>A StatefulSet's pods by their numbers.</summary>
/// <param name="Wanted">Every number that should have a pod, in order, with the pod that has it.</param>
/// <param name="Condemned">Pods with other numbers, the highest first.</param>
/// <param name="UpdateRevision">Names the present template.</param>
internal sealed record OrdinalPods(IReadOnlyList<(int Ordinal, JsonObject? Pod)> Wanted, IReadOnlyList<JsonObject> Condemned, string UpdateRevision)
{
    public const string RevisionLabel = "controller-revision-hash";

    /// <summary>All pods that are there, whatever their number.</summary>
    public IEnumerable<JsonObject> Existing => Wanted.Select(w => w.Pod).OfType<JsonObject>().Concat(Condemned);

    public static OrdinalPods Of(JsonObject set, IEnumerable<JsonObject> pods)
    {
        var own = pods.Where(p => p.IsControlledBy(set)).Select(p => (Ordinal: OrdinalOf(set, p), Pod: p)).Where(p => p.Ordinal >= 0).ToDictionary(p => p.Ordinal, p => p.Pod);
        int start = set.Int("spec", "ordinals", "start") ?? 0;
        int count = set.Int("spec", "replicas") ?? 1;
        return new OrdinalPods(
            [.. Enumerable.Range(start, count).Select(i => (i, own.GetValueOrDefault(i)))],
            [.. own.Where(p => p.Key < start || p.Key >= start + count).OrderByDescending(p => p.Key).Select(p => p.Value)],
            Names.WithSuffix(set.Name(), Names.Hash(set.At("spec", "template"))));
    }

    public static string NameOf(JsonObject set, int ordinal) => $"{set.Name()}-{ordinal.ToString(CultureInfo.InvariantCulture)}";

    public static string? RevisionOf(JsonObject pod) => pod.Labels().GetValueOrDefault(RevisionLabel);

    private static int OrdinalOf(JsonObject set, JsonObject pod) =>
        pod.Name().StartsWith(set.Name() + "-", StringComparison.Ordinal)
        && int.TryParse(pod.Name().AsSpan(set.Name().Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int ordinal)
            ? ordinal
            : -1;
}

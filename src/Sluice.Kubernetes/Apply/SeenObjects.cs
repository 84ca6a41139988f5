using System.Text.Json.Nodes;
using Sluice.Manifests.Diffs;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Apply;

/// <summary>
/// How the objects were when they were checked, as far as their manifests speak of them. Only what is still so is applied: the
/// answer of the check holds for nothing else.
/// </summary>
internal sealed class SeenObjects
{
    private const string Absent = "";

    private readonly Dictionary<string, string> parts = new(StringComparer.Ordinal);

    /// <summary>Remembers the present state, in place of an earlier one.</summary>
    public void Note(IReadOnlyList<ApplyTarget> targets, LiveObjects live)
    {
        foreach (ApplyTarget target in targets)
        {
            parts[target.Path] = Part(target, live.Find(target));
        }
    }

    /// <summary>Whether the object was checked and not applied since.</summary>
    public bool Knows(ApplyTarget target) => parts.ContainsKey(target.Path);

    /// <summary>After it was applied it is as we made it.</summary>
    public void Forget(ApplyTarget target) => parts.Remove(target.Path);

    /// <summary>Null when the object is as it was checked, or was not checked.</summary>
    public ClusterProblem? Drift(ApplyTarget target, JsonObject? live)
    {
        if (!parts.TryGetValue(target.Path, out string? before) || before == Part(target, live))
        {
            return null;
        }

        string what = live is null ? "was deleted" : before == Absent ? "was created by someone else" : "was changed by someone else";
        return new ClusterProblem(
            ClusterProblemKind.Conflict,
            $"{target.Label}: it {what} after this run had checked it, so it was not applied.",
            "Run the same command again; ./build.sh Plan shows what it would change.");
    }

    private static string Part(ApplyTarget target, JsonObject? live) =>
        live is null ? Absent : ManagedPart.Of(live, SentObject.For(target, target.Namespace));
}

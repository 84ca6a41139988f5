using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Stacks;

/// <summary>How many pods a stack is asked for, and what its Deployment remembers.</summary>
internal sealed class StackSize(ApiClient client, StackFence fence)
{
    private readonly VersionedPatch patches = new(client, fence);

    /// <summary>Exactly this many.</summary>
    public async Task<ClusterProblem?> SetAsync(StackId stack, int pods, CancellationToken cancellationToken)
    {
        PatchOutcome outcome = await WriteAsync(stack, live => StackView.Asked(live) == pods ? null : Replicas(pods), cancellationToken).ConfigureAwait(false);
        return outcome switch
        {
            { Problem: { } problem } => problem,
            { Object: null } when pods > 0 => new ClusterProblem(
                ClusterProblemKind.NotFound,
                $"{Label(stack)}: it is not there, so it cannot get {pods} {(pods == 1 ? "pod" : "pods")}.",
                "Run the same command again; it makes the stack anew."),
            _ => null,
        };
    }

    /// <summary>At least this many, and no longer kept for going back.</summary>
    public async Task<ClusterProblem?> UseAsync(StackId stack, int pods, CancellationToken cancellationToken)
    {
        PatchOutcome outcome = await WriteAsync(stack, live => Use(live, pods), cancellationToken).ConfigureAwait(false);
        return outcome.Problem ?? (outcome.Object is not null ? null : new ClusterProblem(
            ClusterProblemKind.Conflict, $"{Label(stack)}: it was deleted by someone else right after it had been made.", "Run the same command again."));
    }

    /// <summary>Sets or takes away annotations; a stack that is gone needs none.</summary>
    public async Task<ClusterProblem?> NoteAsync(StackId stack, IReadOnlyList<(string Name, string? Value)> notes, CancellationToken cancellationToken) =>
        (await WriteAsync(stack, live => AreSet(live, notes) ? null : StackNotes.Patch([.. notes]), cancellationToken).ConfigureAwait(false)).Problem;

    public static string Path(StackId stack) => StackKinds.DeploymentPath(stack.Namespace, stack.Name);

    public static string Label(StackId stack) => $"Deployment/{stack.Name} in {stack.Namespace}";

    private Task<PatchOutcome> WriteAsync(StackId stack, Func<JsonObject, JsonObject?> change, CancellationToken cancellationToken) =>
        patches.WriteAsync(Path(stack), Label(stack), change, cancellationToken);

    private static JsonObject? Use(JsonObject live, int pods)
    {
        bool grows = StackView.Asked(live) < pods;
        bool isWarm = live["metadata"]?["annotations"] is JsonObject notes && (notes.ContainsKey(StackNotes.Warm) || notes.ContainsKey(StackNotes.WarmUntil));
        if (!grows && !isWarm)
        {
            return null;
        }

        JsonObject patch = isWarm ? StackNotes.Patch((StackNotes.Warm, null), (StackNotes.WarmUntil, null)) : [];
        if (grows)
        {
            patch["spec"] = new JsonObject { ["replicas"] = pods };
        }

        return patch;
    }

    private static bool AreSet(JsonObject live, IReadOnlyList<(string Name, string? Value)> notes) =>
        notes.All(note => live["metadata"]?["annotations"]?[note.Name] is { } value ? Json.Text(value) == note.Value : note.Value is null);

    private static JsonObject Replicas(int pods) => new() { ["spec"] = new JsonObject { ["replicas"] = pods } };
}

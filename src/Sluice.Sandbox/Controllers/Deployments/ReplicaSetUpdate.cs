using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Controllers.Deployments;

/// <summary>What the deployment keeps in its ReplicaSets: replicas, minReadySeconds, and notes for rollout history and rollback.</summary>
internal static class ReplicaSetUpdate
{
    private const string HistoryNote = "deployment.kubernetes.io/revision-history";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public static JsonObject Of(DeploymentView view, JsonObject set, int? replicas)
    {
        var next = set.Copy();
        if (replicas is { } wanted)
        {
            next.Ensure("spec")["replicas"] = wanted;
        }

        return Annotated(view, next, isCurrent: set == view.Current && !view.IsPaused);
    }

    /// <summary>Writes the notes into <paramref name="set"/> and returns it.</summary>
    public static JsonObject Annotated(DeploymentView view, JsonObject set, bool isCurrent)
    {
        var notes = set.Ensure("metadata", "annotations");
        notes[DeploymentView.DesiredNote] = DeploymentView.Text(view.Bounds.Replicas);
        notes[DeploymentView.MaxNote] = DeploymentView.Text(view.Bounds.Replicas + view.Bounds.MaxSurge);
        if (!isCurrent)
        {
            return set;
        }

        foreach (var (name, value) in view.Object.Map("metadata", "annotations"))
        {
            if (name != LastApplied && name != DeploymentView.RevisionNote)
            {
                notes[name] = value;
            }
        }

        if (view.Object.Int("spec", "minReadySeconds") is { } seconds)
        {
            set.Ensure("spec")["minReadySeconds"] = seconds;
        }

        long before = DeploymentView.RevisionOf(set);
        if (before < view.NextRevision)
        {
            if (before > 0)
            {
                notes[HistoryNote] = notes.Text(HistoryNote) is { Length: > 0 } past ? $"{past},{before}" : DeploymentView.Text(before);
            }

            notes[DeploymentView.RevisionNote] = DeploymentView.Text(view.NextRevision);
        }

        return set;
    }
}

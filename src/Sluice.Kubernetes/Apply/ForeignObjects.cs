using System.Text.Json.Nodes;
using Sluice.Kubernetes.Releases;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Apply;

/// <summary>Objects that another deployer keeps as its own manifests say: applied by two, they would change back and forth for ever. Pure.</summary>
internal static class ForeignObjects
{
    /// <summary>Null when nobody else claims the object.</summary>
    public static ClusterProblem? Problem(ApplyTarget target, JsonObject live)
    {
        if (Ownership.OtherDeployer(live, target.Json) is not { } mark)
        {
            return null;
        }

        string command = mark.Part == "labels" ? "label" : "annotate";
        return new ClusterProblem(
            ClusterProblemKind.Invalid,
            $"{target.Label}: it belongs to {mark.Owner} (its {mark.Part[..^1]} {mark.Key}). "
                + $"Either leave it to {mark.Owner} and take it out of the overlay; or take it out of {mark.Owner}, without deleting it, and type: "
                + $"{Kubectl.For(target, command)} {mark.Key}-",
            "");
    }
}

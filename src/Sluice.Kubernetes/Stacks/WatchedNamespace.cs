using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Stacks;

/// <summary>The mirrored objects of a namespace, and what keeps them from being the present ones.</summary>
/// <param name="view">Begins with a complete list of everything.</param>
internal sealed class WatchedNamespace(NamespaceView view)
{
    private readonly Dictionary<string, ClusterProblem> problems = new(StringComparer.Ordinal);

    public NamespaceView View { get; } = view;

    /// <summary>Null while every kind is followed.</summary>
    public ClusterProblem? Problem => problems.Values.FirstOrDefault();

    public void Take(MirrorChange change)
    {
        ApiError? error = change switch
        {
            MirrorChange.Lost lost => lost.Error,
            MirrorChange.Failed failed => failed.Error,
            _ => null,
        };
        if (error is null)
        {
            problems.Remove(change.Resource);
        }
        else
        {
            problems[change.Resource] = Problems.Of(error, $"watching {change.Resource}");
        }

        View.Take(change);
    }
}

using Sluice.Kubernetes.Readiness.Kinds;

namespace Sluice.Kubernetes.Readiness;

/// <summary>Which collections a wait looks at, by the name that their mirror has in the view.</summary>
internal sealed class MirrorPaths
{
    public MirrorPaths(string ns, IReadOnlyList<KindTarget> others, bool withDeployments)
    {
        string apps = $"/apis/apps/v1/namespaces/{Uri.EscapeDataString(ns)}";
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        if (withDeployments)
        {
            targets[NamespaceView.Deployments] = $"{apps}/deployments";
        }

        foreach (KindTarget target in others)
        {
            targets[target.Key] = target.Collection;
        }

        Targets = targets;
        var all = new Dictionary<string, string>(targets, StringComparer.Ordinal);
        if (withDeployments)
        {
            all[NamespaceView.ReplicaSets] = $"{apps}/replicasets";
        }

        if (withDeployments || others.Any(o => o.Service is not null || KindRules.RunsPods(o.Resource.Kind)))
        {
            all[NamespaceView.Pods] = $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/pods";
        }

        All = all;
    }

    /// <summary>What is waited for.</summary>
    public IReadOnlyDictionary<string, string> Targets { get; }

    /// <summary>The same, and what shows why it is not ready.</summary>
    public IReadOnlyDictionary<string, string> All { get; }
}

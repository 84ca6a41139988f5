namespace Sluice.Manifests.Stacks;

/// <summary>The objects that run one revision of a service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Workload">
/// Its Deployment, without a replica count: that is the rollout's, never the manifest's. Its name is the stack's.
/// </param>
/// <param name="Companions">Autoscalers and budgets of this stack alone; what a change of them does is applied in place.</param>
/// <param name="Config">
/// Content-named ConfigMaps and Secrets that only this service reads. Another stack with the same content has the very same
/// objects, so they bear no revision, and go only with the last stack that reads them (<see cref="StackConfig"/>).
/// </param>
/// <param name="Replicas">Pods that the manifest asks for; 1 where it says nothing.</param>
public sealed record ServiceStack(
    string Service,
    string Revision,
    ManifestObject Workload,
    IReadOnlyList<ManifestObject> Companions,
    IReadOnlyList<ManifestObject> Config,
    int Replicas)
{
    public string Name => Workload.Name;

    public StackMark Mark => StackMark.OfRevision(Revision);

    /// <summary>Everything, in the order in which it is to be applied.</summary>
    public IReadOnlyList<ManifestObject> Objects => [.. Config, Workload, .. Companions];
}

namespace Sluice.Model;

/// <summary>A place where releases run: stage, beta, prod or any other name.</summary>
/// <param name="Name">DNS label (<c>stage</c>).</param>
/// <param name="Cluster">The cluster it lives in.</param>
/// <param name="Namespace">Kubernetes namespace (<c>p25-stage</c>).</param>
/// <param name="Overlay">Folder with the kustomization that renders it, relative to the folder of <c>sluice.yaml</c>.</param>
/// <param name="Strategy">How a new release takes over.</param>
/// <param name="ReadyDeadline">How long its workloads may take to become ready; more than zero.</param>
public sealed record EnvironmentDefinition(
    string Name,
    ClusterDefinition Cluster,
    string Namespace,
    string Overlay,
    DeploymentStrategy Strategy,
    TimeSpan ReadyDeadline);

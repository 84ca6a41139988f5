using Sluice.Model.Environments;
using Sluice.Model.Policies;

namespace Sluice.Model;

/// <summary>A place where releases run: stage, beta, prod or any other name.</summary>
/// <param name="Name">DNS label (<c>stage</c>).</param>
/// <param name="Cluster">The cluster it lives in.</param>
/// <param name="Namespace">Kubernetes namespace (<c>p25-stage</c>) of all services that name no other, and of Sluice's own records.</param>
/// <param name="Overlay">Folder with the kustomization that renders it, relative to the folder of <c>sluice.yaml</c>.</param>
public sealed record EnvironmentDefinition(string Name, ClusterDefinition Cluster, string Namespace, string Overlay)
{
    /// <summary>How long its workloads may take to become ready, 1 s to 24 h.</summary>
    public TimeSpan ReadyDeadline { get; init; } = EnvironmentDefaults.ReadyDeadline;

    /// <summary>How many releases one can go back to, 1 to <see cref="EnvironmentDefaults.LongestHistory"/>.</summary>
    public int History { get; init; } = EnvironmentDefaults.History;

    /// <summary>Every service of the pipeline as it runs here, in the order of the file.</summary>
    public IReadOnlyList<ServicePlacement> Services { get; init; } = [];

    /// <summary>What happens when a gate finds a candidate worse.</summary>
    public RegressionAction OnRegression { get; init; } = EnvironmentDefaults.OnRegression;

    /// <summary>What happens when a gate cannot decide; <see langword="null"/>: pause on a terminal, roll back elsewhere.</summary>
    public InconclusiveAction? OnInconclusive { get; init; }

    /// <summary>Whether a release that was rolled back is refused until a person lifts the hold.</summary>
    public bool Holds { get; init; } = true;

    /// <summary>What deploys here by itself.</summary>
    public IReadOnlyList<TriggerDefinition> Triggers { get; init; } = [];

    /// <summary>Who must agree; <see langword="null"/>: nobody.</summary>
    public ApprovalDefinition? Approvals { get; init; }

    /// <summary>When releases may go live; empty: always.</summary>
    public IReadOnlyList<ChangeWindow> ChangeWindows { get; init; } = [];

    /// <summary>Whether <c>Freeze</c> may stop deploys here.</summary>
    public bool IsFreezable { get; init; } = EnvironmentDefaults.Freezable;

    /// <summary>What images and manifests must fulfil.</summary>
    public PolicyDefinition Policy { get; init; } = PolicyDefaults.Policy;

    /// <summary>Every namespace that is in use here, <see cref="Namespace"/> first.</summary>
    public IReadOnlyList<string> Namespaces => [.. Services.Select(service => service.Namespace).Prepend(Namespace).Distinct()];

    /// <summary>A service as it runs here.</summary>
    /// <exception cref="KeyNotFoundException">The pipeline has no such service.</exception>
    public ServicePlacement Service(string name) =>
        Services.FirstOrDefault(service => service.Service == name) ?? throw new KeyNotFoundException($"the environment {Name} has no service '{name}'");
}

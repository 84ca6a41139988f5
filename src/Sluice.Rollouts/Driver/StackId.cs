using Sluice.Manifests.Stacks;

namespace Sluice.Rollouts.Driver;

/// <summary>Which stack.</summary>
/// <param name="Namespace">Where it is.</param>
/// <param name="Service">Whose it is.</param>
/// <param name="Name">Of its Deployment.</param>
/// <param name="Mark">The label by which its pods are told from others.</param>
public sealed record StackId(string Namespace, string Service, string Name, StackMark Mark)
{
    /// <summary>Kind of its workload: of a service that is updated in place also StatefulSet or DaemonSet.</summary>
    public string Kind { get; init; } = "Deployment";

    /// <summary>Whether it is a plain Deployment that others made, which is served as it is until a promotion replaces it.</summary>
    public bool IsAdopted => Mark.Key != Manifests.Releases.SluiceLabels.Revision;

    public static StackId Of(string ns, ServiceStack stack) => new(ns, stack.Service, stack.Name, stack.Mark) { Kind = stack.Workload.Kind };
}

using Sluice.Manifests.Releases;

namespace Sluice.Kubernetes.Traffic;

/// <summary>What is written to objects that traffic depends on.</summary>
internal static class TrafficMarks
{
    /// <summary>Field manager of pointers and weights. <c>sluice</c> applies the same objects without them.</summary>
    public const string Manager = "sluice-traffic";

    /// <summary>Annotation: the fencing number of the lock under which the object was last written.</summary>
    public const string Fence = SluiceLabels.Prefix + "fence";

    /// <summary>Annotation: the candidate's weight that was asked for, where nothing else in the object says it.</summary>
    public const string Weight = SluiceLabels.Prefix + "weight";

    /// <summary>Annotation of a route: its rules as they were before it had weights.</summary>
    public const string Rules = SluiceLabels.Prefix + "rules";
}

using Sluice.Manifests.Releases;

namespace Sluice.Manifests.Stacks;

/// <summary>The label by which the pods of one stack are told from those of all others.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
public sealed record StackMark(string Key, string Value)
{
    /// <summary>Of a stack that Sluice made.</summary>
    public static StackMark OfRevision(string revision) => new(SluiceLabels.Revision, revision);

    /// <summary>Of a plain Deployment that was there before; the cluster gives its pods this label.</summary>
    public static StackMark OfPodTemplate(string hash) => new("pod-template-hash", hash);
}

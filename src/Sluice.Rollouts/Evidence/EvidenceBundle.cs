namespace Sluice.Rollouts.Evidence;

/// <summary>What failing pods showed, before they go.</summary>
/// <param name="Files">At least one; the most telling first.</param>
public sealed record EvidenceBundle(IReadOnlyList<EvidenceFile> Files);

/// <summary>One text of a bundle.</summary>
/// <param name="Path">With slashes, safe as a path: <c>backend-5d8-x/backend.previous.log</c>.</param>
/// <param name="Text">The text; of a log that is too long, its end.</param>
public sealed record EvidenceFile(string Path, string Text);

/// <summary>Whose evidence is wanted.</summary>
/// <param name="Namespace">Where the pods are.</param>
/// <param name="Services">Pods of these are looked at that do not serve or have crashed.</param>
/// <param name="ToBlame">Of these, all pods: they seem well, and their service did not answer.</param>
public sealed record EvidenceRequest(string Namespace, IReadOnlyList<string> Services, IReadOnlyList<string> ToBlame)
{
    /// <summary>Of these revisions alone; empty for whatever revision.</summary>
    public IReadOnlyList<string> Revisions { get; init; } = [];
}

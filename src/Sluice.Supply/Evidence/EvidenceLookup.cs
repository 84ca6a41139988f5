using Sluice.Oci;

namespace Sluice.Supply.Evidence;

/// <summary>What was found where evidence was looked for.</summary>
public abstract record EvidenceLookup
{
    /// <summary>Evidence that is whole and names the image asked for. What it says is another question: see <see cref="EvidencePolicy"/>.</summary>
    /// <param name="Evidence">The newest.</param>
    /// <param name="Artifact">The artifact manifest it came in.</param>
    public sealed record Found(ScanEvidence Evidence, Descriptor Artifact) : EvidenceLookup;

    /// <summary>Nothing is recorded for the image.</summary>
    public sealed record None : EvidenceLookup;

    /// <summary>Something is recorded, but none of it can be used.</summary>
    /// <param name="Reason">Why, as a clause.</param>
    public sealed record Invalid(string Reason) : EvidenceLookup;

    /// <summary>It could not be found out.</summary>
    /// <param name="Reason">Why, in whole sentences.</param>
    public sealed record Unreachable(string Reason) : EvidenceLookup;
}

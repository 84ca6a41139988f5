namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>What an object says of itself. The closed list is this file.</summary>
internal abstract record KindVerdict
{
    private KindVerdict()
    {
    }

    public sealed record Ready : KindVerdict;

    /// <param name="What">What is missing, as the end of "it …".</param>
    public sealed record Waiting(string What) : KindVerdict;

    /// <summary>It will not become ready by itself.</summary>
    /// <param name="State">By its Kubernetes name.</param>
    /// <param name="Reason">One sentence.</param>
    /// <param name="Hint">What to do.</param>
    public sealed record Failed(string State, string Reason, string Hint) : KindVerdict;
}

namespace Sluice.Rollouts;

/// <summary>The image of one service.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Reference">By digest: <c>host/repository@sha256:…</c>.</param>
public sealed record ReleaseImage(string Service, string Reference)
{
    /// <summary>The part after <c>@</c>; empty when the reference has none.</summary>
    public string Digest => Reference.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? Reference[(at + 1)..] : "";
}

namespace Sluice.Rollouts;

/// <summary>An immutable set of what is deployed together.</summary>
/// <param name="Version">SemVer, or what a build without a tag calls itself (<c>0.0.0-dev+1a2b3c4</c>).</param>
/// <param name="Commit">Full commit id; empty outside a repository.</param>
/// <param name="Author">Who starts the deploy, for the ledger.</param>
/// <param name="Images">One per service, by digest.</param>
/// <param name="RenderedHash">Hash of the rendered manifests.</param>
public sealed record Release(
    string Version,
    string Commit,
    string Author,
    IReadOnlyList<ReleaseImage> Images,
    string RenderedHash);

using System.Security.Cryptography;
using System.Text;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ledger;

namespace Sluice.Rollouts.Admission;

/// <summary>What wants to go live: exactly these images with exactly these manifests, in one environment.</summary>
/// <param name="Environment">Name of the environment.</param>
/// <param name="Version">The release's version, for people; says nothing about sameness.</param>
/// <param name="Services">What would run, by digest.</param>
/// <param name="RenderedHash">Hash of the rendered manifests.</param>
public sealed record AdmissionSubject(string Environment, string Version, IReadOnlyList<LedgerService> Services, string RenderedHash)
{
    private const int IdLength = 16;

    /// <summary>The same for the same digests, manifests and environment, whatever registry host or version name they go by: 16 hexadecimal digits.</summary>
    public string Id => Digest([$"environment {Environment}", $"rendered {RenderedHash}", .. Services.Select(s => $"image {s.Name} {DigestOf(s.Image)}")]);

    /// <summary>
    /// Names the set of revisions. Where a service has none, its image and the hash of all manifests stand for it.
    /// </summary>
    public string Revisions => RevisionsOf(Services, RenderedHash);

    /// <summary>What a deploy is about to bring into an environment.</summary>
    public static AdmissionSubject Of(string environment, DeployRequest request) =>
        new(environment, request.Release.Version, LedgerEntries.ServicesOf(request), request.Release.RenderedHash);

    /// <summary>The name of the set of revisions that a record of the ledger ran.</summary>
    public static string RevisionsOf(IReadOnlyList<LedgerService> services, string renderedHash) =>
        Digest(services.Select(s => s.Revision.Length > 0 ? $"revision {s.Name} {s.Revision}" : $"image {s.Name} {DigestOf(s.Image)} {renderedHash}"));

    private static string Digest(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines.Order(StringComparer.Ordinal)))))[..IdLength];

    private static string DigestOf(string image) => image.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? image[(at + 1)..] : image;
}

namespace Sluice.Manifests.Kustomize;

/// <summary>The parts of <c>registry/path/name:tag@digest</c>; tag and digest may be empty.</summary>
/// <param name="Name">Registry, path and name.</param>
/// <param name="Tag">Tag without colon.</param>
/// <param name="Digest">Digest with algorithm, without @.</param>
public sealed record ImageName(string Name, string Tag, string Digest)
{
    public static ImageName Parse(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? "" : image[(at + 1)..];
        var rest = at < 0 ? image : image[..at];
        // A colon before the last slash belongs to the port of the registry.
        var colon = rest.IndexOf(':', rest.LastIndexOf('/') + 1);
        return colon < 0 ? new ImageName(rest, "", digest) : new ImageName(rest[..colon], rest[(colon + 1)..], digest);
    }

    public override string ToString() =>
        Name + (Tag.Length > 0 ? ":" + Tag : "") + (Digest.Length > 0 ? "@" + Digest : "");
}

namespace Sluice.Oci;

/// <summary>Annotations and labels that the image specification names.</summary>
public static class Annotations
{
    /// <summary>What they all begin with.</summary>
    public const string Prefix = "org.opencontainers.image.";

    public const string Title = Prefix + "title";

    /// <summary>The reference of the image that this one was laid upon, without its digest.</summary>
    public const string BaseName = Prefix + "base.name";

    /// <summary>The digest of that image's manifest.</summary>
    public const string BaseDigest = Prefix + "base.digest";
}

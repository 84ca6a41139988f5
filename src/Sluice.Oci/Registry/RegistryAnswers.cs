namespace Sluice.Oci.Registry;

/// <summary>A stored manifest.</summary>
/// <param name="Descriptor">Media type, digest, size.</param>
/// <param name="HasReferrersApi">The registry said that it noted the manifest's subject.</param>
public sealed record PushedManifest(Descriptor Descriptor, bool HasReferrersApi);

/// <summary>Whether a repository holds a blob, and its size when the registry tells.</summary>
public sealed record BlobPresence(bool IsPresent, long? Size);

/// <summary>How a blob came to the registry.</summary>
/// <param name="BytesSent">Content bytes that went over the network, repeated ones included.</param>
/// <param name="Mounted">The registry took it from another repository.</param>
public sealed record BlobUpload(long BytesSent, bool Mounted);

internal static class RegistryOutcomes
{
    /// <summary>Interfaces have no implicit conversions, so lists go through here.</summary>
    public static RegistryOutcome<IReadOnlyList<T>> List<T>(List<T> list) => RegistryOutcome<IReadOnlyList<T>>.Of(list);
}

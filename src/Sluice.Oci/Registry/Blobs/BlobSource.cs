namespace Sluice.Oci.Registry;

/// <summary>Content to be uploaded.</summary>
/// <param name="Blob">Its media type, digest and size.</param>
/// <param name="Open">Opens it at its beginning; called again for every retry. The stream can seek.</param>
internal sealed record BlobSource(Descriptor Blob, Func<Stream> Open)
{
    /// <summary>Why it cannot be opened, for people; asked before an upload.</summary>
    public Func<string?> Problem { get; init; } = () => null;
}

using Sluice.Oci;

namespace Sluice.Images;

/// <summary>An image of a service in the local layout.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Manifest">The image manifest, or the index of several platforms' images: media type, digest and size of the document.</param>
/// <param name="InputsHash">Hash of everything that can influence the image.</param>
/// <param name="LayerBytes">Compressed size of all layers in bytes, those of its base too; each counts once.</param>
public sealed record ServiceImage(string Service, Descriptor Manifest, string InputsHash, long LayerBytes)
{
    /// <summary>The digest that names its base image; <see langword="null"/> without one.</summary>
    public Digest? Base { get; init; }

    /// <summary>The image's identity.</summary>
    public Digest Digest => Manifest.Digest;
}

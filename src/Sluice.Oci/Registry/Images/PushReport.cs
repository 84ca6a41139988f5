namespace Sluice.Oci.Registry;

/// <summary>What a push moved.</summary>
/// <param name="Image">The image by digest: what every later step uses.</param>
/// <param name="BytesSent">Content bytes that went over the network.</param>
/// <param name="BlobsSent">Blobs that were sent.</param>
/// <param name="BlobsMounted">Blobs that the registry took from another repository.</param>
/// <param name="BlobsAlreadyThere">Blobs that the repository had.</param>
/// <param name="ManifestSent">False when the registry had this manifest under this name.</param>
public sealed record PushReport(ImageReference Image, long BytesSent, int BlobsSent, int BlobsMounted, int BlobsAlreadyThere, bool ManifestSent)
{
    /// <summary>True when the registry already had everything.</summary>
    public bool NothingToDo => BlobsSent + BlobsMounted == 0 && !ManifestSent;
}

using System.Collections.Concurrent;
using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Images.Layers;

/// <summary>Whether blobs of the layout are what their digests say; each is read once in a run. A damaged one is removed, so that a good one can take its place.</summary>
internal sealed class SoundBlobs(OciLayout layout)
{
    private readonly ConcurrentDictionary<Digest, bool> _verified = new();

    public async Task<bool> IsSoundAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        if (_verified.ContainsKey(blob.Digest) && layout.Blobs.SizeOf(blob.Digest) == blob.Size)
        {
            return true;
        }

        await using (var content = layout.Blobs.OpenRead(blob.Digest))
        {
            if (content is null)
            {
                return false;
            }

            if (content.Length == blob.Size && await Digest.ComputeAsync(content, cancellationToken).ConfigureAwait(false) == blob.Digest)
            {
                return _verified[blob.Digest] = true;
            }
        }

        layout.Blobs.Remove(blob.Digest);
        return false;
    }

    /// <summary>True when all are sound; every damaged one is removed, not only the first.</summary>
    public async Task<bool> AreSoundAsync(IEnumerable<Descriptor> blobs, CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var blob in blobs)
        {
            all &= await IsSoundAsync(blob, cancellationToken).ConfigureAwait(false);
        }

        return all;
    }
}

using System.Collections.Concurrent;

namespace Sluice.Oci.Registry;

/// <summary>
/// Which repository of a registry is known to hold a blob, so that another one of the same registry takes it from there:
/// services share their runtime, and an image shares its base's layers.
/// </summary>
internal sealed class MountSources
{
    private readonly ConcurrentDictionary<(string Host, Digest Blob), string> _known = new();

    public void Add(ImageReference where, Digest blob) => _known.TryAdd((where.Host, blob), where.Repository);

    /// <summary>Another repository than the target's, or none.</summary>
    public string? Find(ImageReference target, Digest blob)
        => _known.TryGetValue((target.Host, blob), out var repository) && repository != target.Repository ? repository : null;
}

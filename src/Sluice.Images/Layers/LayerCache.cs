using System.Text.Json;
using Sluice.Oci;
using Sluice.Oci.Layers;
using Sluice.Oci.Layout;

namespace Sluice.Images.Layers;

/// <summary>A layer that is in the layout.</summary>
/// <param name="Descriptor">Its compressed bytes.</param>
/// <param name="DiffId">Digest of its plain bytes.</param>
internal sealed record StoredLayer(Descriptor Descriptor, Digest DiffId);

/// <summary>
/// Builds layers, each once: packing a runtime again, to find that it is the same, would cost seconds at every edit. A
/// layer is taken from the layout only after its bytes were verified.
/// </summary>
internal sealed class LayerCache(OciLayout layout, SoundBlobs sound, string indexFile)
{
    private readonly Lock _gate = new();
    private Dictionary<string, StoredLayer>? _index;

    public async Task<StoredLayer> GetAsync(LayerContent content, LayerCompression compression, CancellationToken cancellationToken)
    {
        var key = $"{compression}:{content.Key}";
        if (await FindAsync(key, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        var built = await LayerBuilder.BuildAsync(content.Entries, layout.Blobs.NewTemporaryPath(), content.Modified, cancellationToken, compression).ConfigureAwait(false);
        layout.Adopt(built);
        var stored = new StoredLayer(built.Descriptor, built.DiffId);
        Remember(key, stored);
        return stored;
    }

    private async Task<StoredLayer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        StoredLayer? known;
        lock (_gate)
        {
            known = (_index ??= Load()).GetValueOrDefault(key);
        }

        return known is not null && await sound.IsSoundAsync(known.Descriptor, cancellationToken).ConfigureAwait(false) ? known : null;
    }

    /// <summary>Layers whose blob was pruned are forgotten on the way.</summary>
    private void Remember(string key, StoredLayer layer)
    {
        lock (_gate)
        {
            _index![key] = layer;
            _index = _index.Where(entry => layout.Blobs.Contains(entry.Value.Descriptor.Digest)).OrderBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary();
            AtomicFile.Write(indexFile, JsonSerializer.SerializeToUtf8Bytes(_index));
        }
    }

    private Dictionary<string, StoredLayer> Load()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, StoredLayer>>(File.ReadAllBytes(indexFile), Cache.CacheIndex.Strict) ?? [];
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return [];
        }
    }
}

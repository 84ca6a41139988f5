using System.Text.Json;
using Sluice.Oci;

namespace Sluice.Images.Cache;

/// <summary>Which image was made from which inputs. A file that cannot be read counts as empty: the cache is only a saving.</summary>
internal sealed record CacheIndex
{
    private static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Service to its images, the last used first.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<CachedImage>> Services { get; init; } = new Dictionary<string, IReadOnlyList<CachedImage>>();

    public CachedImage? Find(string service, string inputsHash) => Services.GetValueOrDefault(service)?.FirstOrDefault(image => image.InputsHash == inputsHash);

    /// <summary>With this image first in its service's list, which keeps the <paramref name="keep"/> last used.</summary>
    public CacheIndex With(string service, CachedImage image, int keep)
    {
        var services = new SortedDictionary<string, IReadOnlyList<CachedImage>>(Services.ToDictionary(), StringComparer.Ordinal);
        services[service] = [image, .. services.GetValueOrDefault(service, []).Where(other => other.InputsHash != image.InputsHash).Take(Math.Max(keep, 1) - 1)];
        return new CacheIndex { Services = services };
    }

    public static CacheIndex Load(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<CacheIndex>(File.ReadAllBytes(file), Strict) ?? new CacheIndex();
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return new CacheIndex();
        }
    }

    public void Save(string file) => AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(this));
}

/// <param name="InputsHash">See <see cref="Inputs.BuildInputs"/>.</param>
/// <param name="Manifest">The image.</param>
internal sealed record CachedImage(string InputsHash, Descriptor Manifest);

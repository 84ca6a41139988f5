using System.Text.Json;
using Sluice.Oci;

namespace Sluice.Images.Cache;

/// <summary>Which image was made from which inputs. A file that cannot be read counts as empty: the cache is only a saving.</summary>
internal sealed record CacheIndex
{
    public static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Service to its images, the last used first.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<CachedImage>> Services { get; init; } = new Dictionary<string, IReadOnlyList<CachedImage>>();

    public IEnumerable<CachedImage> All => Services.SelectMany(service => service.Value);

    public CachedImage? Find(string service, string inputsHash) => Services.GetValueOrDefault(service)?.FirstOrDefault(image => image.InputsHash == inputsHash);

    /// <summary>With this image first in its service's list, which keeps the <paramref name="keep"/> last used.</summary>
    public CacheIndex With(string service, CachedImage image, int keep)
        => Replace(service, [image, .. Services.GetValueOrDefault(service, []).Where(other => other.InputsHash != image.InputsHash).Take(Math.Max(keep, 1) - 1)]);

    /// <summary>Without the image that was not used for longest; <see langword="null"/> when all that are left are in <paramref name="keep"/>.</summary>
    public CacheIndex? WithoutOldest(IReadOnlySet<Digest> keep)
    {
        var candidates = Services.SelectMany(service => service.Value.Select((image, position) => (Service: service.Key, Image: image, Position: position)))
            .Where(candidate => !keep.Contains(candidate.Image.Manifest.Digest))
            .OrderBy(candidate => candidate.Image.UsedOn).ThenByDescending(candidate => candidate.Position).ThenBy(candidate => candidate.Service, StringComparer.Ordinal);
        return candidates.FirstOrDefault() is ({ } service, { } oldest, _)
            ? Replace(service, [.. Services[service].Where(image => image != oldest)])
            : null;
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

    private CacheIndex Replace(string service, IReadOnlyList<CachedImage> images)
    {
        var services = new SortedDictionary<string, IReadOnlyList<CachedImage>>(Services.ToDictionary(), StringComparer.Ordinal) { [service] = images };
        return new CacheIndex { Services = services };
    }
}

/// <param name="InputsHash">See <see cref="Inputs.BuildInputs"/>.</param>
/// <param name="Manifest">The image, or the index of its images.</param>
/// <param name="UsedOn">The day on which it was last built or found.</param>
/// <param name="Base">The digest that names its base image, or none.</param>
internal sealed record CachedImage(string InputsHash, Descriptor Manifest, DateOnly UsedOn, Digest? Base);

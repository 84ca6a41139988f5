using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Manifests.Releases;

namespace Sluice.Rollouts.Releases;

/// <summary>What an environment keeps of a release in order to come back to it.</summary>
/// <param name="Key">Told by the content: the same objects and services have the same key.</param>
/// <param name="Objects">All rendered objects, Secrets without their data.</param>
/// <param name="Services">Its services with their levels.</param>
public sealed record StoredRelease(string Key, IReadOnlyList<ManifestObject> Objects, IReadOnlyList<ServiceTarget> Services)
{
    private const int KeyLength = 16;

    /// <summary>Annotation of a Secret without data; what it says can no longer be told from the content.</summary>
    private const string ContentNamed = SluiceLabels.Prefix + "content-named";

    /// <param name="renderedHash">Hash of the objects as they are applied.</param>
    /// <param name="objects">The objects as they are applied; data of Secrets is left out of the result.</param>
    /// <param name="services">Its services.</param>
    public static StoredRelease Of(string renderedHash, IReadOnlyList<ManifestObject> objects, IReadOnlyList<ServiceTarget> services)
    {
        string text = string.Join('\n', services.Select(s => $"{s.Name} {s.Level} {s.SmokePath}{(s.HasStacks ? " stacks" : "")}").Order(StringComparer.Ordinal).Prepend(renderedHash));
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..KeyLength];
        return new StoredRelease(key, [.. objects.Select(WithoutSecretData)], services);
    }

    /// <summary>Whether an object is a Secret, which is stored without its data and so cannot be applied again.</summary>
    public static bool IsSecret(ManifestObject item) => item is { Kind: "Secret", ApiVersion: "v1" };

    /// <summary>Whether an object of a stored release has a name of its own content, so that later releases leave it as it is.</summary>
    public static bool IsContentNamed(ManifestObject item) => IsSecret(item)
        ? item.Json["metadata"]?["annotations"]?[ContentNamed] is not null
        : ContentNames.IsContentNamed(item);

    // Annotations may hold a copy of the data.
    private static ManifestObject WithoutSecretData(ManifestObject item)
    {
        if (!IsSecret(item))
        {
            return item;
        }

        var json = (JsonObject)item.Json.DeepClone();
        json.Remove("data");
        json.Remove("stringData");
        json["metadata"]!["annotations"] = ContentNames.IsContentNamed(item) ? new JsonObject { [ContentNamed] = "true" } : [];
        return item with { Json = json };
    }
}

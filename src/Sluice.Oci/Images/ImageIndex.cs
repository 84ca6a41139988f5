using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Sluice.Oci.Json;

namespace Sluice.Oci;

/// <summary>A list of manifests: one image for several platforms, the referrers of a manifest, or an image layout's entries.</summary>
public sealed record ImageIndex
{
    public int SchemaVersion { get; init; } = 2;

    /// <summary>May be absent in documents of others.</summary>
    public string? MediaType { get; init; } = MediaTypes.ImageIndex;

    public string? ArtifactType { get; init; }

    [AllowNull]
    public IReadOnlyList<Descriptor> Manifests { get; init => field = value ?? []; } = [];

    public Descriptor? Subject { get; init; }

    [JsonConverter(typeof(SortedMapConverter))]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>The manifest for a platform; the first that fits.</summary>
    public Descriptor? Select(Platform platform)
        => Manifests.FirstOrDefault(entry => entry.Platform is { } offered && platform.Accepts(offered));

    /// <summary>The canonical bytes.</summary>
    public OciDocument ToDocument() => new(MediaType ?? MediaTypes.ImageIndex, OciJson.Write(this, OciJson.Context.ImageIndex));

    /// <summary>Reads an OCI index or a Docker manifest list; on failure <paramref name="error"/> says what is wrong with it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out ImageIndex? index, [NotNullWhen(false)] out string? error)
    {
        if (!OciJson.TryRead(utf8, OciJson.Context.ImageIndex, "image index", out index, out error))
        {
            return false;
        }

        if (index.MediaType is not null && !MediaTypes.IsIndex(index.MediaType))
        {
            error = $"The document is a \"{index.MediaType}\", not an image index.";
        }

        return error is null;
    }
}

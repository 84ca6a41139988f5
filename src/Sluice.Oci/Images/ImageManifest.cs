using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Sluice.Oci.Json;

namespace Sluice.Oci;

/// <summary>
/// The image manifest of the OCI image specification 1.1: a config and layers. With <see cref="ArtifactType"/> and
/// <see cref="Subject"/> it is an artifact about another manifest (see <see cref="ArtifactManifest"/>).
/// </summary>
public sealed record ImageManifest
{
    public int SchemaVersion { get; init; } = 2;

    /// <summary>May be absent in documents of others; the registry's Content-Type decides then.</summary>
    public string? MediaType { get; init; } = MediaTypes.ImageManifest;

    public string? ArtifactType { get; init; }

    public required Descriptor Config { get; init; }

    /// <summary>Lowest layer first.</summary>
    [AllowNull]
    public IReadOnlyList<Descriptor> Layers { get; init => field = value ?? []; } = [];

    /// <summary>The manifest that this one is about.</summary>
    public Descriptor? Subject { get; init; }

    [JsonConverter(typeof(SortedMapConverter))]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>The canonical bytes: the same manifest gives the same bytes, and so the same digest, everywhere.</summary>
    public OciDocument ToDocument() => new(MediaType ?? MediaTypes.ImageManifest, OciJson.Write(this, OciJson.Context.ImageManifest));

    /// <summary>Reads an OCI or Docker v2 image manifest; on failure <paramref name="error"/> says what is wrong with it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out ImageManifest? manifest, [NotNullWhen(false)] out string? error)
    {
        if (!OciJson.TryRead(utf8, OciJson.Context.ImageManifest, "image manifest", out manifest, out error))
        {
            return false;
        }

        if (manifest.SchemaVersion != 2)
        {
            error = $"The image manifest has schemaVersion {manifest.SchemaVersion}; only 2 is supported. Push the image again with a current tool.";
        }
        else if (manifest.MediaType is not null && !MediaTypes.IsManifest(manifest.MediaType))
        {
            error = $"The document is a \"{manifest.MediaType}\", not an image manifest.";
        }

        return error is null;
    }
}

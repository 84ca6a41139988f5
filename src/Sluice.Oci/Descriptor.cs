using System.Text.Json.Serialization;
using Sluice.Oci.Json;

namespace Sluice.Oci;

/// <summary>Names a blob or a document: what it is, its digest and its size in bytes.</summary>
public sealed record Descriptor
{
    public required string MediaType { get; init; }

    public required Digest Digest { get; init; }

    /// <summary>Bytes, 0 or more.</summary>
    public required long Size { get; init; }

    /// <summary>In an index: for artifacts, what kind of artifact the manifest is.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>In an index: what the image runs on.</summary>
    public Platform? Platform { get; init; }

    [JsonConverter(typeof(SortedMapConverter))]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>The descriptor of these bytes.</summary>
    public static Descriptor Of(string mediaType, ReadOnlySpan<byte> bytes)
        => new() { MediaType = mediaType, Digest = Digest.Compute(bytes), Size = bytes.Length };
}

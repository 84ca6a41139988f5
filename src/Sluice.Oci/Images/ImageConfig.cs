using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Sluice.Oci.Json;

namespace Sluice.Oci;

/// <summary>The image configuration: what an image runs on, how it is started, and the digests of its unpacked layers.</summary>
public sealed record ImageConfig
{
    /// <summary>When the image was made; Sluice sets a fixed time so that equal inputs give equal bytes.</summary>
    [JsonConverter(typeof(TimestampConverter))]
    public DateTimeOffset? Created { get; init; }

    public string? Author { get; init; }

    public required string Architecture { get; init; }

    public required string Os { get; init; }

    public string? Variant { get; init; }

    public ContainerConfig? Config { get; init; }

    [JsonPropertyName("rootfs")]
    public required RootFileSystem RootFs { get; init; }

    public IReadOnlyList<ImageHistory>? History { get; init; }

    [JsonIgnore]
    public Platform Platform => new(Architecture, Os, Variant);

    /// <summary>The canonical bytes.</summary>
    public OciDocument ToDocument() => new(MediaTypes.ImageConfig, OciJson.Write(this, OciJson.Context.ImageConfig));

    /// <summary>Reads an image configuration; on failure <paramref name="error"/> says what is wrong with it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out ImageConfig? config, [NotNullWhen(false)] out string? error)
        => OciJson.TryRead(utf8, OciJson.Context.ImageConfig, "image configuration", out config, out error);
}

/// <summary>The digests of the layers' plain tar bytes, lowest first.</summary>
public sealed record RootFileSystem
{
    public string Type { get; init; } = "layers";

    [JsonPropertyName("diff_ids")]
    [AllowNull]
    public IReadOnlyList<Digest> DiffIds { get; init => field = value ?? []; } = [];
}

/// <summary>How one layer (or, with <see cref="EmptyLayer"/>, only a setting) came about.</summary>
public sealed record ImageHistory
{
    [JsonConverter(typeof(TimestampConverter))]
    public DateTimeOffset? Created { get; init; }

    [JsonPropertyName("created_by")]
    public string? CreatedBy { get; init; }

    public string? Author { get; init; }

    public string? Comment { get; init; }

    [JsonPropertyName("empty_layer")]
    public bool? EmptyLayer { get; init; }
}

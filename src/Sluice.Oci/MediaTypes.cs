namespace Sluice.Oci;

/// <summary>The media types that Sluice writes (OCI) and the Docker ones that it reads as well.</summary>
public static class MediaTypes
{
    public const string ImageManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string ImageIndex = "application/vnd.oci.image.index.v1+json";
    public const string ImageConfig = "application/vnd.oci.image.config.v1+json";
    public const string Layer = "application/vnd.oci.image.layer.v1.tar";
    public const string LayerGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string LayerZstd = "application/vnd.oci.image.layer.v1.tar+zstd";

    /// <summary>The config of an artifact that has none: the two bytes <c>{}</c>.</summary>
    public const string Empty = "application/vnd.oci.empty.v1+json";

    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";
    public const string DockerLayerGzip = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    /// <summary>What a manifest request accepts, most wanted first.</summary>
    public static IReadOnlyList<string> AcceptedManifests { get; } = [ImageManifest, ImageIndex, DockerManifest, DockerManifestList];

    public static bool IsManifest(string? mediaType) => mediaType is ImageManifest or DockerManifest;

    public static bool IsIndex(string? mediaType) => mediaType is ImageIndex or DockerManifestList;

    public static bool IsConfig(string? mediaType) => mediaType is ImageConfig or DockerConfig;

    /// <summary>A layer that Sluice can read: plain tar, gzip or zstd.</summary>
    public static bool IsReadableLayer(string? mediaType) => mediaType is Layer or LayerGzip or LayerZstd or DockerLayerGzip;

    /// <summary>The OCI name of a layer type; the bytes are the same. A Docker layer keeps no place in an OCI manifest.</summary>
    public static string OciLayer(string mediaType) => mediaType is DockerLayerGzip ? LayerGzip : mediaType;
}

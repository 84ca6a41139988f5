using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization;
using Sluice.Model.Versions;
using Sluice.Oci;
using Sluice.Supply.Artifacts;

namespace Sluice.Supply.Promotion;

/// <summary>How a release fared in an environment.</summary>
public enum PromotionOutcome
{
    /// <summary>It did not get to serve everything. First, so that of two records of the same moment this one counts.</summary>
    Failed,

    /// <summary>It serves, after all that the environment asks for.</summary>
    Succeeded,
}

/// <summary>One image of a release.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="Digest">Of its manifest or index.</param>
public sealed record PromotedImage(string Service, Digest Digest);

/// <summary>
/// What is recorded in the registry when a release ran in an environment, on each of its images: the next environment reads that
/// and nothing else. The record is public where the images are.
/// </summary>
public sealed record PromotionRecord
{
    /// <summary>The kind of artifact, and the media type of its content.</summary>
    public const string ArtifactType = "application/vnd.sluice.promotion.v1+json";

    public const int CurrentSchema = 1;

    /// <summary>Larger documents are not read. Hundreds of services fit.</summary>
    public const int LargestDocument = 256 << 10;

    public required int Schema { get; init; }

    /// <summary>Name of the application in <c>sluice.yaml</c>.</summary>
    public required string Application { get; init; }

    /// <summary>Where it ran.</summary>
    public required string Environment { get; init; }

    /// <summary>See <see cref="ReleaseVersion"/>.</summary>
    public required string Version { get; init; }

    /// <summary>Full commit id.</summary>
    public required string Commit { get; init; }

    /// <summary>Hash of the manifests that were rendered for that environment.</summary>
    public required string RenderedHash { get; init; }

    public required PromotionOutcome Outcome { get; init; }

    /// <summary>The release set: one per service, by name.</summary>
    public required IReadOnlyList<PromotedImage> Images { get; init; }

    /// <summary>When it ended, by the clock of the machine that ran it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Who started it.</summary>
    public required string By { get; init; }

    /// <summary>Sluice's own version.</summary>
    public required string Sluice { get; init; }

    /// <summary>What <see cref="Sluice"/> is in records of this version.</summary>
    [JsonIgnore]
    public static string OwnVersion { get; } =
        typeof(PromotionRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    internal static ArtifactKind Kind { get; } = new(ArtifactType, "record of a promotion", LargestDocument);

    /// <summary>Services and digests in the order in which they are written.</summary>
    public static IReadOnlyList<PromotedImage> Sorted(IEnumerable<PromotedImage> images) => [.. images.OrderBy(image => image.Service, StringComparer.Ordinal)];

    /// <summary>Whether both say the same of the same images, whenever and by whomever.</summary>
    public bool SaysTheSameAs(PromotionRecord other) =>
        (Application, Environment, Version, Commit, RenderedHash, Outcome) == (other.Application, other.Environment, other.Version, other.Commit, other.RenderedHash, other.Outcome)
        && Images.SequenceEqual(other.Images);

    /// <summary>The canonical bytes: members in declared order, no white space.</summary>
    public OciDocument ToDocument() => new(ArtifactType, CanonicalJson.Write(this));

    /// <summary>Reads what <see cref="ToDocument"/> wrote, and nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out PromotionRecord? record, [NotNullWhen(false)] out string? error)
    {
        if (!CanonicalJson.TryRead(utf8, LargestDocument, out record, out error))
        {
            return false;
        }

        error = record.Schema != CurrentSchema ? $"it is of schema {record.Schema}; this version knows {CurrentSchema}"
            : !ReleaseVersion.TryParse(record.Version, out var version, out _) || version.ToString() != record.Version ? $"'{record.Version}' is not a version"
            : record.Commit.Length == 0 ? "it names no commit"
            : record.Images.Count == 0 ? "it names no image"
            : record.Images.Select(image => image.Service).Distinct().Count() != record.Images.Count ? "it names a service twice"
            : null;
        record = error is null ? record : null;
        return error is null;
    }
}

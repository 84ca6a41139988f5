using System.Globalization;
using Sluice.Oci;
using Sluice.Oci.Layers;

namespace Sluice.Images;

/// <summary>How images are made, beyond what <c>sluice.yaml</c> says of each service.</summary>
public sealed record ImageSettings
{
    /// <summary>The user that images run as unless their base names one that is not root: the unprivileged one of the published .NET images.</summary>
    public const string DefaultUser = "1654";

    /// <summary>What images are made for; at least one. More than one gives an index.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [Platform.LinuxAmd64];

    /// <summary>Whether an image brings its own .NET; <see langword="null"/> brings it exactly where the base has none.</summary>
    public bool? SelfContained { get; init; }

    /// <summary>How layers are compressed.</summary>
    public LayerCompression Compression { get; init; } = LayerCompression.Gzip;

    /// <summary><c>uid[:gid]</c> or a name of the base's; <see langword="null"/> for the base's own user, and <see cref="DefaultUser"/> where that is root.</summary>
    public string? User { get; init; }

    /// <summary>Labels of the configuration, on top of the title.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Annotations of the manifests and of the index.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The time of creation that images state, and the latest that their files may carry (SOURCE_DATE_EPOCH);
    /// <see langword="null"/> states 1970-01-01. It is an input: another time is another image.
    /// </summary>
    public DateTimeOffset? SourceDate { get; init; }

    /// <summary>Reads SOURCE_DATE_EPOCH: whole seconds since 1970, nothing for none; on failure <c>Problem</c> says what is allowed.</summary>
    public static (DateTimeOffset? Date, string? Problem) ReadSourceDate(string? text)
        => string.IsNullOrEmpty(text) ? (null, null)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? (DateTimeOffset.FromUnixTimeSeconds(seconds), null)
                : (null, $"SOURCE_DATE_EPOCH is \"{text}\"; allowed are whole seconds since 1970, such as what \"git log -1 --format=%ct\" prints, or nothing.");

    /// <summary>Everything that ends in the image, as texts in a fixed order.</summary>
    internal IReadOnlyList<string> AsInputs() =>
    [
        $"platforms={string.Join(',', Platforms)}",
        $"selfContained={SelfContained}",
        $"compression={Compression}",
        $"user={User}",
        $"sourceDate={SourceDate?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}",
        .. Sorted("label", Labels),
        .. Sorted("annotation", Annotations),
    ];

    private static IEnumerable<string> Sorted(string kind, IReadOnlyDictionary<string, string> map)
        => map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{kind}={pair.Key}={pair.Value}");
}

using System.Globalization;
using System.Text;
using Sluice.Oci;
using Sluice.Oci.Layers;

namespace Sluice.Images.Layers;

/// <summary>The files of one layer.</summary>
/// <param name="Comment">What the layer is, for its history entry.</param>
/// <param name="Entries">May be empty.</param>
/// <param name="Modified">The time that all of them carry.</param>
/// <param name="Key">Hash of everything that decides the layer's plain bytes.</param>
internal sealed record LayerContent(string Comment, IReadOnlyList<LayerEntry> Entries, DateTimeOffset Modified, string Key)
{
    public const string AppFolder = "app";

    /// <summary>Published files, below <c>/app</c>.</summary>
    /// <param name="comment">What the layer is.</param>
    /// <param name="folder">The publish folder.</param>
    /// <param name="files">Paths in it.</param>
    /// <param name="isExecutable">Which of them are started.</param>
    /// <param name="latest">No file is dated later.</param>
    public static LayerContent Published(string comment, string folder, IEnumerable<string> files, Func<string, bool> isExecutable, DateTimeOffset? latest)
    {
        var contents = files.Select(file => (Name: file, Source: Path.Combine(folder, file), Digest: DigestOf(Path.Combine(folder, file)))).ToArray();
        var time = ContentTime.Of(contents.Where(file => !IsEndpoints(file.Name)).Select(file => (file.Name, file.Digest)));
        time = time > latest ? latest.Value : time;
        return Of(comment, time, contents.Select(file => IsEndpoints(file.Name)
            ? FromBytes(file.Name, StaticAssetEndpoints.WithTime(File.ReadAllBytes(file.Source), time))
            : (LayerEntry.FromFile($"{AppFolder}/{file.Name}", file.Source, isExecutable(file.Name)), file.Digest)));
    }

    /// <summary>Any files.</summary>
    /// <param name="comment">What the layer is.</param>
    /// <param name="modified">The time that all of them carry.</param>
    /// <param name="files">Entries with the digests of their contents; of nothing for links and directories.</param>
    public static LayerContent Of(string comment, DateTimeOffset modified, IEnumerable<(LayerEntry Entry, Digest Digest)> files)
    {
        var all = files.ToArray();
        var text = new StringBuilder(modified.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        foreach (var (entry, digest) in all.OrderBy(file => file.Entry.Path, StringComparer.Ordinal))
        {
            text.Append('\n').Append(CultureInfo.InvariantCulture, $"{entry.Path}\0{entry.Kind}\0{entry.IsExecutable}\0{entry.IsShared}\0{entry.LinkTarget}\0{digest}");
        }

        return new LayerContent(comment, [.. all.Select(file => file.Entry)], modified, Digest.Compute(Encoding.UTF8.GetBytes(text.ToString())).Hex);
    }

    private static (LayerEntry Entry, Digest Digest) FromBytes(string name, byte[] bytes) => (LayerEntry.FromBytes($"{AppFolder}/{name}", bytes), Digest.Compute(bytes));

    private static Digest DigestOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Digest.FromHash(System.Security.Cryptography.SHA256.HashData(stream));
    }

    private static bool IsEndpoints(string file) => file.EndsWith(StaticAssetEndpoints.FileSuffix, StringComparison.Ordinal);
}

using System.Text.RegularExpressions;
using Sluice.Oci;
using Sluice.Oci.Layers;

namespace Sluice.Supply.Scanning;

/// <summary>Applies the rules to one entry of a layer.</summary>
public static class FileExaminer
{
    /// <summary>Bytes of a file that are read; what lies behind is not examined, and the report says so.</summary>
    public const int LargestContent = 8 << 20;

    private const int MostPerRule = 5;

    /// <summary>What the entry's kind and mode say.</summary>
    internal static IEnumerable<ScanFinding> Mode(Digest layer, LayerItem item)
    {
        var where = new ScanLocation(layer, item.Path, 0);
        if (item.Kind == LayerEntryKind.File && (item.Mode & (UnixFileMode.SetUser | UnixFileMode.SetGroup)) != 0)
        {
            yield return ScanRules.SetUid.At(where);
        }

        var isSharedFolder = item.Kind == LayerEntryKind.Directory && item.Mode.HasFlag(UnixFileMode.StickyBit);
        if (item.Kind is LayerEntryKind.File or LayerEntryKind.Directory && item.Mode.HasFlag(UnixFileMode.OtherWrite) && !isSharedFolder)
        {
            yield return ScanRules.WorldWritable.At(where);
        }
    }

    /// <summary>What a file's path and content say.</summary>
    internal static IEnumerable<ScanFinding> Content(Digest layer, string path, ReadOnlySpan<byte> content)
    {
        var text = FileText.From(content);
        var findings = new List<ScanFinding>();
        foreach (var rule in ScanRules.Files.Where(rule => rule.Path!.IsMatch(path)))
        {
            if (rule.Text is null)
            {
                findings.Add(rule.At(new ScanLocation(layer, path, 0)));
            }
            else if (!text.IsBinary)
            {
                findings.AddRange(Matches(rule, text, layer, path).Take(1));
            }
        }

        return [.. findings, .. Tokens(text, layer, path)];
    }

    /// <summary>Tokens in any text.</summary>
    internal static IEnumerable<ScanFinding> Tokens(FileText text, Digest? layer, string path)
        => ScanRules.Tokens.SelectMany(rule => Matches(rule, text, layer, path).Take(MostPerRule));

    private static IEnumerable<ScanFinding> Matches(ScanRule rule, FileText text, Digest? layer, string path)
        => rule.Text!.Matches(text.Text).Select(match => rule.At(new ScanLocation(layer, path, layer is null ? 0 : text.LineAt(match.Index)), Masked(match)));

    private static string? Masked(Match match) => match.Groups["shown"] is { Success: true } shown ? $"{shown.Value}…" : null;
}

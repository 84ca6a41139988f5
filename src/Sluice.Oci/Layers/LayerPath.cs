namespace Sluice.Oci.Layers;

/// <summary>Which paths may stand in a layer.</summary>
internal static class LayerPath
{
    private const int LongestPath = 4096;

    /// <summary>Without <c>./</c> in front, <c>/</c> at the end and empty or <c>.</c> parts between; empty for the root itself.</summary>
    public static string Normalise(string path)
        => string.Join('/', path.Split('/').Where(part => part.Length > 0 && part != "."));

    /// <summary>Why a path is not safe to unpack, or <see langword="null"/>. Nul bytes, absolute paths and climbing are refused.</summary>
    public static string? Refuse(string path)
    {
        if (path.Length is 0 or > LongestPath)
        {
            return path.Length == 0 ? "is empty" : $"is longer than {LongestPath} characters";
        }

        if (path[0] == '/')
        {
            return "is absolute";
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return "has a zero byte";
        }

        return path.Split('/').Contains("..", StringComparer.Ordinal) ? "climbs out with \"..\"" : null;
    }
}

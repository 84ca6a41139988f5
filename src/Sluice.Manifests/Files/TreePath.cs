namespace Sluice.Manifests.Files;

/// <summary>Paths inside a file tree.</summary>
internal static class TreePath
{
    /// <summary>The path seen from <paramref name="folder"/>, made plain; <see langword="null"/> if it is absolute or leaves the tree.</summary>
    public static string? Combine(string folder, string path)
    {
        if (path.StartsWith('/'))
        {
            return null;
        }

        var parts = new List<string>();
        foreach (var part in $"{folder}/{path}".Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return parts.Count == 0 ? "." : string.Join('/', parts);
    }

    public static bool IsBelow(string folder, string path) =>
        folder == "." || path.StartsWith(folder + "/", StringComparison.Ordinal);

    public static string LastPart(string path) => path[(path.LastIndexOf('/') + 1)..];
}

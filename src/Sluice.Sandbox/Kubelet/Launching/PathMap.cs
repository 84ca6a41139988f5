namespace Sluice.Sandbox.Kubelet.Launching;

/// <summary>
/// Container paths as this machine has them: mounts first (the longest that fits), then what exists in the image.
/// Anything else is the host's, as the sandbox ignores the image's base.
/// </summary>
internal sealed class PathMap(string rootFs, IReadOnlyDictionary<string, string> mounts)
{
    /// <summary>The path on this machine; the text itself when it is no path of the container.</summary>
    public string Map(string text)
    {
        if (!text.StartsWith('/'))
        {
            return text;
        }

        return Mounted(text) ?? (Exists(InRootFs(text)) ? InRootFs(text) : text);
    }

    /// <summary>A working directory: always inside the container.</summary>
    public string Folder(string path) => Mounted(path) ?? InRootFs(path);

    /// <summary>Only mounts: variables name folders of volumes, but also much that merely looks like a path.</summary>
    public string? Mounted(string text)
    {
        string? mount = mounts.Keys.Where(m => text == m || text.StartsWith(m + "/", StringComparison.Ordinal)).MaxBy(m => m.Length);
        return mount is null ? null : mounts[mount] + text[mount.Length..];
    }

    public string InRootFs(string path)
    {
        string full = Path.GetFullPath(Path.Combine(rootFs, path.TrimStart('/')));
        return full.StartsWith(rootFs + "/", StringComparison.Ordinal) ? full : rootFs;
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);
}

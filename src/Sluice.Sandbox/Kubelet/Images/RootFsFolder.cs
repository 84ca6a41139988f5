using Sluice.Oci.Layers;

namespace Sluice.Sandbox.Kubelet.Images;

/// <summary>
/// Applies one layer's entries to a folder. Every path is followed as in a root of its own: an absolute link begins at the
/// folder, <c>..</c> ends there, and links on disk are written so that they never lead out of it.
/// </summary>
internal sealed class RootFsFolder(string root)
{
    private const int MaxLinks = 40;
    private readonly HashSet<string> _own = [];

    public async ValueTask ApplyAsync(LayerItem item, CancellationToken cancellationToken)
    {
        if (item.OpaqueFolder is { } opaque)
        {
            Clear(Resolve(opaque));
            return;
        }

        if (item.RemovedPath is { } removed)
        {
            Remove(Place(removed));
            return;
        }

        string path = Place(item.Path);
        _own.Add(path);
        switch (item.Kind)
        {
            case LayerEntryKind.Directory:
                MakeDirectory(path, item.Mode);
                break;
            case LayerEntryKind.File:
                Remove(path);
                await WriteAsync(path, item, cancellationToken).ConfigureAwait(false);
                break;
            case LayerEntryKind.SymbolicLink:
                Remove(path);
                File.CreateSymbolicLink(path, InsideTarget(path, item.LinkTarget ?? ""));
                break;
            case LayerEntryKind.HardLink:
                Remove(path);
                File.Copy(Resolve(item.LinkTarget ?? ""), path);
                break;
            default:
                // Devices and pipes have no place in a process's folder.
                break;
        }
    }

    /// <summary>Where a path leads, all links followed inside the folder. It need not exist.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public string Resolve(string path)
    {
        var steps = new Stack<string>(path.Split('/').Reverse());
        string at = root;
        for (int links = 0; steps.TryPop(out string? step);)
        {
            if (step is "" or ".")
            {
                continue;
            }

            if (step == "..")
            {
                at = at == root ? root : Path.GetDirectoryName(at)!;
                continue;
            }

            string next = Path.Combine(at, step);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                at = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new IOException($"the image's links at \"{path}\" lead in a circle");
            }

            at = target.StartsWith('/') ? root : at;
            foreach (string part in target.Split('/').Reverse())
            {
                steps.Push(part);
            }
        }

        return at;
    }

    private static void MakeDirectory(string path, UnixFileMode mode)
    {
        if (new FileInfo(path).LinkTarget is not null || File.Exists(path))
        {
            File.Delete(path);
        }

        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, mode | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task WriteAsync(string path, LayerItem item, CancellationToken cancellationToken)
    {
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            if (item.Content is { } content)
            {
                await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
            }
        }

        const UnixFileMode special = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;
        File.SetUnixFileMode(path, (item.Mode & ~special) | UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static void Remove(string path)
    {
        if (new FileInfo(path).LinkTarget is null && Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    /// <summary>The path of an entry: its folder resolved and made, its last step as it is.</summary>
    private string Place(string path)
    {
        int slash = path.TrimEnd('/').LastIndexOf('/');
        string folder = slash < 0 ? root : Resolve(path[..slash]);
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, path.TrimEnd('/')[(slash + 1)..]);
    }

    /// <summary>An opaque marker hides what lower layers had, wherever in the layer it stands.</summary>
    private void Clear(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (string entry in Directory.EnumerateFileSystemEntries(folder).ToList())
        {
            if (!_own.Any(own => own == entry || own.StartsWith(entry + "/", StringComparison.Ordinal)))
            {
                Remove(entry);
            }
        }
    }

    private string InsideTarget(string link, string target)
    {
        string folder = Path.GetDirectoryName(link)!;
        var parts = new List<string>(target.StartsWith('/') ? [] : Path.GetRelativePath(root, folder).Split('/').Where(p => p != "."));
        foreach (string part in target.Split('/').Where(p => p is not ("" or ".")))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return Path.GetRelativePath(folder, Path.Combine([root, .. parts]));
    }
}

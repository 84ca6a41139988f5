namespace Sluice.Oci.Layers;

/// <summary>What a layer is to hold: files from disk or memory, directories, symbolic links. Parent directories are added by the builder.</summary>
public sealed record LayerEntry
{
    /// <summary>Path inside the image without a leading slash, parted by <c>/</c>: <c>app/Backend.dll</c>.</summary>
    public required string Path { get; init; }

    public LayerEntryKind Kind { get; init; } = LayerEntryKind.File;

    /// <summary>Mode 0755 instead of 0644; directories are always 0755.</summary>
    public bool IsExecutable { get; init; }

    /// <summary>For directories: everybody may write, and remove only what is theirs (mode 1777, as <c>/tmp</c> has).</summary>
    public bool IsShared { get; init; }

    /// <summary>For symbolic links: where it points to, as written.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>For files: opens the content at its beginning. The stream tells its length.</summary>
    public Func<Stream>? Open { get; init; }

    public static LayerEntry FromFile(string path, string sourceFile, bool isExecutable = false)
        => new() { Path = path, IsExecutable = isExecutable, Open = () => new FileStream(sourceFile, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16) };

    public static LayerEntry FromBytes(string path, byte[] bytes, bool isExecutable = false)
        => new() { Path = path, IsExecutable = isExecutable, Open = () => new MemoryStream(bytes, writable: false) };

    public static LayerEntry Directory(string path) => new() { Path = path, Kind = LayerEntryKind.Directory };

    public static LayerEntry SharedDirectory(string path) => Directory(path) with { IsShared = true };

    public static LayerEntry SymbolicLink(string path, string target) => new() { Path = path, Kind = LayerEntryKind.SymbolicLink, LinkTarget = target };

    /// <summary>
    /// Everything below a folder, as entries below <paramref name="imagePath"/>. Links are taken as links, never followed.
    /// A file is executable when its owner may execute it (never on Windows).
    /// </summary>
    public static IEnumerable<LayerEntry> FromFolder(string folder, string imagePath)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.None, RecurseSubdirectories = false }))
        {
            var path = imagePath.Length == 0 ? entry.Name : $"{imagePath}/{entry.Name}";
            if (entry.LinkTarget is { } target)
            {
                yield return SymbolicLink(path, target);
            }
            else if (entry is DirectoryInfo)
            {
                yield return Directory(path);
                foreach (var below in FromFolder(entry.FullName, path))
                {
                    yield return below;
                }
            }
            else
            {
                yield return FromFile(path, entry.FullName, !OperatingSystem.IsWindows() && entry.UnixFileMode.HasFlag(UnixFileMode.UserExecute));
            }
        }
    }
}

public enum LayerEntryKind
{
    File,
    Directory,
    SymbolicLink,
    HardLink,

    /// <summary>Read only: devices, pipes and so on.</summary>
    Other,
}

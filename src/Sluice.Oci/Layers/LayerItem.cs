namespace Sluice.Oci.Layers;

/// <summary>One entry of a layer that is being read. Its content is readable only until the next entry.</summary>
/// <param name="Path">Relative, normalised, safe to join to a folder (symbolic links on the way are the unpacker's concern).</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Size">Bytes of content.</param>
/// <param name="LinkTarget">For links. A hard link's target is a safe path in the image; a symbolic link's is as written.</param>
/// <param name="Content">For files; <see langword="null"/> when there is none.</param>
public sealed record LayerItem(string Path, LayerEntryKind Kind, UnixFileMode Mode, long Size, string? LinkTarget, Stream? Content)
{
    private const string Prefix = ".wh.";
    private const string OpaqueName = ".wh..wh..opq";

    /// <summary>The folder that this marker empties of all lower layers' entries, or <see langword="null"/>.</summary>
    public string? OpaqueFolder => FileName == OpaqueName ? Folder : null;

    /// <summary>The path of lower layers that this marker removes, or <see langword="null"/>.</summary>
    public string? RemovedPath => FileName.StartsWith(Prefix, StringComparison.Ordinal) && FileName != OpaqueName
        ? (Folder.Length == 0 ? "" : Folder + "/") + FileName[Prefix.Length..]
        : null;

    private string FileName => Path[(Path.LastIndexOf('/') + 1)..];

    private string Folder => Path.LastIndexOf('/') is var slash and > 0 ? Path[..slash] : "";
}

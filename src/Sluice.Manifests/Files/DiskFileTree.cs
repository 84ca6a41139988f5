namespace Sluice.Manifests.Files;

/// <summary>The files of a folder on disk.</summary>
/// <param name="root">The folder, usually the root of the repository.</param>
public sealed class DiskFileTree(string root) : IFileTree
{
    public byte[]? Read(string path)
    {
        var full = Path.Combine(root, path);
        return File.Exists(full) ? File.ReadAllBytes(full) : null;
    }

    public bool IsFolder(string path) => Directory.Exists(Path.Combine(root, path));
}

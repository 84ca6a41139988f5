namespace Sluice.Manifests.Files;

/// <summary>Files below one root. Paths are relative to it, with forward slashes and without <c>.</c> and <c>..</c>; the root itself is <c>.</c>.</summary>
public interface IFileTree
{
    /// <summary>The content of a file, or <see langword="null"/> if there is none.</summary>
    byte[]? Read(string path);

    bool IsFolder(string path);
}

namespace Nuke.Common.IO;

/// <summary>How two paths lie to each other.</summary>
public static class PathConstruction
{
    public static RelativePath GetRelativePathTo(this AbsolutePath basePath, string destinationPath) =>
        (RelativePath)GetRelativePath(basePath, destinationPath);

    public static bool Contains(this AbsolutePath basePath, string destinationPath) => IsDescendantPath(basePath, destinationPath);

    public static string GetRelativePath(string basePath, string destinationPath) => Path.GetRelativePath(basePath, destinationPath);

    public static bool IsDescendantPath(string basePath, string destinationPath) =>
        !GetRelativePath(basePath, destinationPath).StartsWith("..", StringComparison.Ordinal);
}

namespace Sluice.Images.Inputs;

/// <summary>
/// The files of a project folder that the SDK may compile or ship. The rule is the SDK's own default excludes rather than
/// git's ignore list: a bundle in <c>wwwroot</c> that git ignores is shipped all the same, and has to count.
/// </summary>
internal static class SourceFolder
{
    private static readonly HashSet<string> SkippedAnywhere = new(StringComparer.OrdinalIgnoreCase) { "node_modules", "bower_components", "jspm_packages" };
    private static readonly HashSet<string> SkippedAtTop = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj" };
    private static readonly HashSet<string> SkippedExtensions = new(StringComparer.OrdinalIgnoreCase) { ".user", ".sln", ".slnx", ".vssscc" };

    /// <summary>Full paths of the files, in no order. Links are followed once, never in a circle.</summary>
    public static IEnumerable<string> Files(string folder) => Files(new DirectoryInfo(folder), isTop: true, inWebRoot: false);

    private static IEnumerable<string> Files(DirectoryInfo folder, bool isTop, bool inWebRoot)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo child)
            {
                if (IsSkipped(child, isTop, inWebRoot))
                {
                    continue;
                }

                foreach (var file in Files(child, isTop: false, inWebRoot || (isTop && child.Name == "wwwroot")))
                {
                    yield return file;
                }
            }
            else if (!SkippedExtensions.Contains(entry.Extension) && entry.Name != ".DS_Store")
            {
                yield return entry.FullName;
            }
        }
    }

    private static bool IsSkipped(DirectoryInfo folder, bool isTop, bool inWebRoot)
        => SkippedAnywhere.Contains(folder.Name)
            || (isTop && SkippedAtTop.Contains(folder.Name))
            || (folder.Name.StartsWith('.') && !(inWebRoot && folder.Name == ".well-known"))
            || (folder.LinkTarget is not null && folder.FullName.StartsWith(folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? "/", StringComparison.Ordinal));
}

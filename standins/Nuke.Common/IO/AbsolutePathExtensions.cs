using System.Runtime.CompilerServices;
using System.Text;

namespace Nuke.Common.IO;

/// <summary>What one usually does with a path.</summary>
public static class AbsolutePathExtensions
{
    public static IEnumerable<AbsolutePath> GetFiles(this AbsolutePath path, string pattern = "*", int depth = 1, FileAttributes attributes = FileAttributes.None) =>
        Directory.EnumerateFiles(path, pattern, ToDepth(depth)).Where(x => Has(x, attributes)).Select(AbsolutePath.Create);

    public static IEnumerable<AbsolutePath> GetDirectories(this AbsolutePath path, string pattern = "*", int depth = 1, FileAttributes attributes = FileAttributes.None) =>
        Directory.EnumerateDirectories(path, pattern, ToDepth(depth)).Where(x => Has(x, attributes)).Select(AbsolutePath.Create);

    public static AbsolutePath CreateDirectory(this AbsolutePath path)
    {
        Directory.CreateDirectory(path);
        return path;
    }

    public static AbsolutePath CreateOrCleanDirectory(this AbsolutePath path)
    {
        path.DeleteDirectory();
        return path.CreateDirectory();
    }

    public static void DeleteFile(this AbsolutePath path) => File.Delete(path);

    public static void DeleteDirectory(this AbsolutePath path)
    {
        if (path.DirectoryExists())
        {
            Directory.Delete(path, recursive: true);
        }
    }

    public static bool Exists(this AbsolutePath path, [CallerArgumentExpression(nameof(path))] string expression = null) => Path.Exists(path);

    public static bool FileExists(this AbsolutePath path) => File.Exists(path);

    public static bool DirectoryExists(this AbsolutePath path) => Directory.Exists(path);

    public static bool HasExtension(this AbsolutePath path, string extension, params string[] alternativeExtensions) =>
        alternativeExtensions.Prepend(extension).Any(x => path.Name.EndsWith(x, StringComparison.OrdinalIgnoreCase));

    public static AbsolutePath WithExtension(this AbsolutePath path, string extension) => Path.ChangeExtension(path, extension);

    public static AbsolutePath FindParent(this AbsolutePath path, Func<AbsolutePath, bool> predicate) => path.Parent?.FindParentOrSelf(predicate);

    public static AbsolutePath FindParentOrSelf(this AbsolutePath path, Func<AbsolutePath, bool> predicate)
    {
        var current = path;
        while (current != null && !predicate(current))
        {
            current = current.Parent;
        }

        return current;
    }

    public static AbsolutePath WriteAllText(this AbsolutePath path, string content, Encoding encoding = null, bool? eofLineBreak = null)
    {
        path.Parent.CreateDirectory();
        File.WriteAllText(path, eofLineBreak == true && !content.EndsWith('\n') ? content + "\n" : content, encoding ?? new UTF8Encoding(false));
        return path;
    }

    public static AbsolutePath WriteAllBytes(this AbsolutePath path, byte[] bytes)
    {
        path.Parent.CreateDirectory();
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static string ReadAllText(this AbsolutePath path, Encoding encoding = null) => File.ReadAllText(path, encoding ?? Encoding.UTF8);

    public static string[] ReadAllLines(this AbsolutePath path, Encoding encoding = null) => File.ReadAllLines(path, encoding ?? Encoding.UTF8);

    public static byte[] ReadAllBytes(this AbsolutePath path) => File.ReadAllBytes(path);

    private static bool Has(string path, FileAttributes attributes) =>
        attributes == FileAttributes.None || (File.GetAttributes(path) & attributes) == attributes;

    /// <summary>Depth 1 is the folder itself.</summary>
    private static EnumerationOptions ToDepth(int depth) => new()
    {
        RecurseSubdirectories = depth > 1,
        MaxRecursionDepth = depth - 1,
        AttributesToSkip = FileAttributes.None,
        MatchType = MatchType.Simple,
    };
}

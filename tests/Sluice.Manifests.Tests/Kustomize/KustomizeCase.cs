namespace Sluice.Manifests.Tests.Kustomize;

/// <summary>
/// A few files in one: lines starting with <c>### </c> name the file that follows; the kustomization in the root is the one
/// that is rendered. Text before the first such line says what the case is about. A file <c>workloads.yaml</c> that a case does
/// not bring along is the common one.
/// </summary>
internal static class KustomizeCase
{
    private const string Marker = "### ";
    private const string CommonFile = "workloads.yaml";

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static Dictionary<string, string> Read(string name)
    {
        var files = Parse(File.ReadAllText(Path.Combine(Folder, name + ".case")));
        foreach (var folder in files.Keys.Select(path => Path.GetDirectoryName(path)!).Distinct().ToList())
        {
            files.TryAdd(folder.Length == 0 ? CommonFile : $"{folder}/{CommonFile}", Common.Value);
        }

        return files;
    }

    private static Lazy<string> Common { get; } = new(() => Parse(File.ReadAllText(Path.Combine(Folder, "common.case")))[CommonFile]);

    private static Dictionary<string, string> Parse(string text)
    {
        var files = new Dictionary<string, string>();
        foreach (var part in ("\n" + text).Split("\n" + Marker).Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            files[part[..end].Trim()] = part[(end + 1)..];
        }

        return files;
    }
}

using System.Text;

namespace Sluice.Manifests.Files;

/// <summary>Files held in memory: for trying out a change and for tests.</summary>
/// <param name="files">Path → text.</param>
public sealed class MemoryFileTree(IReadOnlyDictionary<string, string> files) : IFileTree
{
    public byte[]? Read(string path) => files.TryGetValue(path, out var text) ? Encoding.UTF8.GetBytes(text) : null;

    public bool IsFolder(string path) => path == "." || files.Keys.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal));
}

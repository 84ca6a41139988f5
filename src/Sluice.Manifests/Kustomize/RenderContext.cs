using System.Text;
using System.Text.Json.Nodes;
using Sluice.Manifests.Files;
using Sluice.Manifests.Json;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Kustomize;

/// <summary>One rendering: its files and the errors found so far.</summary>
internal sealed class RenderContext(IFileTree files)
{
    public List<InputError> Errors { get; } = [];

    public bool IsFolder(string path) => files.IsFolder(path);

    public void Add(string file, YamlNode node, string key, string problem, string allowed = "", string? nearest = null) =>
        Errors.Add(new InputError(file, node.Line, node.Column, key, problem, allowed, nearest));

    public void Add(KustomizationFile file, Located<string> at, string problem, string allowed = "", string? nearest = null) =>
        Add(file.Path, at.Node, at.Path, problem, allowed, nearest);

    public byte[]? Read(string path) => files.Read(path);

    /// <summary>The content of a file that a kustomization names; it must be in or below the kustomization's folder.</summary>
    public (string Path, byte[] Content)? ReadNamed(KustomizationFile file, Located<string> at, string name)
    {
        var path = TreePath.Combine(file.Folder, name);
        if (path is null || !TreePath.IsBelow(file.Folder, path))
        {
            Add(file, at, $"'{name}' is outside the folder of its kustomization", "a file in or below that folder; share files by a base");
            return null;
        }

        if (files.Read(path) is not { } content)
        {
            Add(file, at, $"the file '{path}' does not exist", "an existing file");
            return null;
        }

        return (path, content);
    }

    /// <summary>The maps of a YAML text, each with its place; empty documents are left out.</summary>
    public IEnumerable<(JsonNode Json, YamlNode Node)> ReadDocuments(string text, string path)
    {
        var stream = YamlReader.Read(text, path);
        Errors.AddRange(stream.Errors);
        foreach (var root in stream.Documents.Select(document => document.Root).OfType<YamlNode>())
        {
            if (YamlToJson.Convert(root, path, Errors) is { } json)
            {
                yield return (json, root);
            }
        }
    }

    public static string Utf8(byte[] content) => Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
}

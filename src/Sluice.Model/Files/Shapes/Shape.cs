using System.Text.Json.Nodes;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>
/// What a part of a YAML file may look like. One description drives reading, the texts of errors and the JSON schema.
/// </summary>
public abstract class Shape<T>
{
    /// <summary>What is allowed, to be read after "Allowed:".</summary>
    public abstract string Allowed { get; }

    /// <summary>The same as JSON schema.</summary>
    public abstract JsonObject Schema();

    /// <summary>The value; <see langword="default"/> with an error in the context if the node is not of this shape.</summary>
    public abstract T? Read(YamlNode node, string path, ReadContext context);
}

/// <summary>Collects the errors of one file.</summary>
public sealed class ReadContext(string file)
{
    private readonly List<InputError> _errors = [];

    public IReadOnlyList<InputError> Errors => _errors;

    public void Add(YamlNode node, string path, string problem, string allowed, string? nearest = null) =>
        _errors.Add(new InputError(file, node.Line, node.Column, path, problem, allowed, nearest));

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}

/// <summary>A value with the place it was written at, for checks across the file.</summary>
public sealed record Located<T>(T Value, YamlNode Node, string Path);

using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>Collects the errors of one file.</summary>
public sealed class ReadContext(string file)
{
    private readonly List<InputError> _errors = [];

    public string File => file;

    public IReadOnlyList<InputError> Errors => _errors;

    /// <summary>Scalars whose variable is read only where the secret is needed; that it is not set is no error of the file.</summary>
    internal HashSet<YamlNode> Secrets { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Adds an error, unless the node names a variable that is not set: that is reported on its own.</summary>
    public void Add(YamlNode node, string path, string problem, string allowed, string? nearest = null)
    {
        if (node is not YamlScalar { IsUnset: true })
        {
            _errors.Add(new InputError(file, node.Line, node.Column, path, problem, allowed, nearest));
        }
    }

    /// <summary>Names all that is allowed where a part of a shape said only what itself allows.</summary>
    /// <param name="from">How many errors there were before the part was read.</param>
    /// <param name="path">The place of both.</param>
    /// <param name="part">The part.</param>
    /// <param name="whole">What it is a part of.</param>
    /// <param name="nearest">The word that was probably meant.</param>
    internal void Widen(int from, string path, IShape part, IShape whole, string? nearest = null)
    {
        for (var index = from; index < _errors.Count; index++)
        {
            if (_errors[index].Key == path && _errors[index].Allowed == part.Allowed)
            {
                _errors[index] = _errors[index] with { Allowed = whole.Allowed, Nearest = nearest ?? _errors[index].Nearest };
            }
        }
    }

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}

/// <summary>A value with the place it was written at, for checks across the file.</summary>
public sealed record Located<T>(T Value, YamlNode Node, string Path)
{
    /// <summary>The value for messages, as the file has it.</summary>
    public string Shown => Node is YamlScalar scalar ? scalar.Quote() : Node.Describe();

    /// <summary>Whether a variable is part of it, so that messages must not show what follows from it.</summary>
    internal bool HoldsVariable => Node is YamlScalar { Written: not null }
        || (Node is YamlMap map && map.Entries.Any(entry => entry.Value is YamlScalar { Written: not null }));
}

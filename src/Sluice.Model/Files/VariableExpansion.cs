using System.Text;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files;

/// <summary>A value that names a variable which is not set.</summary>
/// <param name="Node">The value.</param>
/// <param name="Path">Its key.</param>
/// <param name="Error">What to say about it.</param>
internal sealed record UnsetVariable(YamlNode Node, string Path, InputError Error);

/// <summary>Puts the values of variables into a document: into values only, never into keys.</summary>
internal sealed class VariableExpansion(string file, Func<string, string?> variables)
{
    private readonly List<InputError> _errors = [];
    private readonly List<UnsetVariable> _unset = [];

    /// <summary>What looks like a variable and is none.</summary>
    public IReadOnlyList<InputError> Errors => _errors;

    /// <summary>Variables that are not set.</summary>
    public IReadOnlyList<UnsetVariable> Unset => _unset;

    public YamlNode Expand(YamlNode node, string path = "") => node switch
    {
        YamlScalar scalar when VariableText.IsInteresting(scalar.Text) => Expand(scalar, path),
        YamlList list => new YamlList([.. list.Items.Select((item, index) => Expand(item, $"{path}[{index}]"))], list.Line, list.Column),
        YamlMap map => new YamlMap([.. map.Entries.Select(entry => entry with { Value = Expand(entry.Value, ReadContext.Join(path, entry.Key.Text)) })], map.Line, map.Column),
        _ => node,
    };

    private YamlScalar Expand(YamlScalar scalar, string path)
    {
        var text = new StringBuilder();
        var unset = new List<string>();
        var isBroken = false;
        foreach (var (part, kind) in VariableText.Parts(scalar.Text))
        {
            switch (kind)
            {
                case VariableText.PartKind.Variable when variables(part) is { } value:
                    text.Append(value);
                    break;
                case VariableText.PartKind.Variable:
                    unset.Add(part);
                    break;
                case VariableText.PartKind.Broken:
                    isBroken = true;
                    var shown = (scalar with { Text = part }).Quote();
                    _errors.Add(new InputError(file, scalar.Line, scalar.Column, path, $"{shown} is not a variable", "${NAME} with a name of letters, digits and _, or $${ for the two signs themselves"));
                    break;
                default:
                    text.Append(part);
                    break;
            }
        }

        // A value counts as written without quotes, so that a number in a variable is a number.
        var expanded = scalar with { Text = text.ToString(), Written = scalar.Text, IsPlain = true, Tag = "", IsUnset = isBroken || unset.Count > 0 };
        _unset.AddRange(unset.Select(name => new UnsetVariable(expanded, path, Explain(name, scalar, path))));
        return expanded;
    }

    private InputError Explain(string name, YamlScalar scalar, string path) => new(
        file, scalar.Line, scalar.Column, path, $"the variable {name} is not set", $"export {name}=…, or $${{{name}}} if the text itself is meant");
}

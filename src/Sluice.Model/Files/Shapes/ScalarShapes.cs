using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>Outcome of reading a text: a value or what is wrong with it.</summary>
public readonly record struct TextReading<T>(T? Value, string? Problem);

/// <summary>A text with rules of its own.</summary>
public sealed class TextShape<T>(string allowed, Func<string, TextReading<T>> read, string? pattern = null) : Shape<T>
{
    public override string Allowed => allowed;

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "string", ["description"] = allowed };
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    public override T? Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlScalar scalar || scalar.Resolve() is not { Type: YamlScalarType.Text, Value: string text })
        {
            var hint = node is YamlScalar && node.Describe() != "empty" ? " (put it in quotes if it is meant as a text)" : "";
            context.Add(node, path, $"is {node.Describe()}{hint}", allowed);
            return default;
        }

        var reading = read(text);
        if (reading.Problem is not null)
        {
            context.Add(node, path, reading.Problem, allowed);
            return default;
        }

        return reading.Value;
    }
}

/// <summary>An integer between two bounds, both included.</summary>
public sealed class IntegerShape(int least, int most) : Shape<int>
{
    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"an integer from {least} to {most}");

    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };

    public override int Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlScalar scalar || scalar.Resolve() is not { Type: YamlScalarType.WholeNumber } resolved)
        {
            context.Add(node, path, $"is {node.Describe()}", Allowed);
            return default;
        }

        if (resolved.Value is long value && value >= least && value <= most)
        {
            return (int)value;
        }

        context.Add(node, path, $"{scalar.Text} is out of range", Allowed);
        return default;
    }
}

/// <summary>One of a few words.</summary>
public sealed class ChoiceShape<T>(params (string Word, T Value)[] choices) : Shape<T>
{
    public override string Allowed => string.Join(", ", choices.Select(choice => choice.Word));

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. choices.Select(choice => JsonValue.Create(choice.Word))]) };

    public override T? Read(YamlNode node, string path, ReadContext context)
    {
        if (node is YamlScalar scalar)
        {
            foreach (var (word, value) in choices)
            {
                if (word == scalar.Text)
                {
                    return value;
                }
            }

            context.Add(node, path, $"'{scalar.Text}' is not known here", Allowed, NearestName.Of(scalar.Text, choices.Select(choice => choice.Word)));
            return default;
        }

        context.Add(node, path, $"is {node.Describe()}", Allowed);
        return default;
    }
}

/// <summary>Keeps the place beside the value.</summary>
public sealed class LocatedShape<T>(Shape<T> inner) : Shape<Located<T>>
    where T : class
{
    public override string Allowed => inner.Allowed;

    public override JsonObject Schema() => inner.Schema();

    public override Located<T>? Read(YamlNode node, string path, ReadContext context) =>
        inner.Read(node, path, context) is { } value ? new Located<T>(value, node, path) : null;
}

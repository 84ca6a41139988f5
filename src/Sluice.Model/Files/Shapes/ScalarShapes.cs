using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>Outcome of reading a text: a value or what is wrong with it.</summary>
public readonly record struct TextReading<T>(T? Value, string? Problem)
{
    /// <summary>What is wrong, to be read after the text and without it, so that it can be said of what must not be shown.</summary>
    public string? Predicate { get; init; }
}

/// <summary>Makes outcomes of reading a text.</summary>
public static class TextReading
{
    /// <param name="predicate">What is wrong, to be read after the text (<c>is not a DNS label</c>); does not hold the text.</param>
    public static TextReading<T> Bad<T>(string predicate) => new(default, predicate) { Predicate = predicate };
}

/// <summary>A text with rules of its own.</summary>
public sealed class TextShape<T>(string allowed, Func<string, TextReading<T>> read, string? pattern = null) : Shape<T>
{
    public override string Allowed => allowed;

    public override JsonObject Schema() => SchemaParts.Text(allowed, pattern);

    public override string Show(T value) => value?.ToString() ?? "";

    public override T? Read(YamlNode node, string path, ReadContext context)
    {
        if (TextOf(node) is not { } text)
        {
            var hint = node is YamlScalar && !node.Describe().StartsWith("empty", StringComparison.Ordinal) ? " (put it in quotes if it is meant as a text)" : "";
            context.Add(node, path, $"is {node.Describe()}{hint}", allowed);
            return default;
        }

        var reading = read(text);
        if (reading.Problem is null)
        {
            return reading.Value;
        }

        context.Add(node, path, Explain((YamlScalar)node, reading), allowed);
        return default;
    }

    // What a variable holds is meant as it is: a number in it is a text here.
    private static string? TextOf(YamlNode node) => node switch
    {
        YamlScalar { Written: not null } expanded => expanded.Text,
        YamlScalar scalar when scalar.Resolve() is { Type: YamlScalarType.Text, Value: string text } => text,
        _ => null,
    };

    private static string Explain(YamlScalar scalar, TextReading<T> reading) =>
        reading.Predicate is { } predicate ? $"{scalar.Subject()} {predicate}"
        : scalar.Written is null ? reading.Problem!
        : $"{scalar.Subject()} is not allowed here";
}

/// <summary>An integer between two bounds, both included.</summary>
public sealed class IntegerShape(int least, int most) : Shape<int>
{
    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"an integer from {least} to {most}");

    public override JsonObject Schema() => SchemaParts.Number("integer", least, most);

    public override string Show(int value) => value.ToString(CultureInfo.InvariantCulture);

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

        context.Add(node, path, $"{(scalar.Written is null ? scalar.Text : scalar.Subject())} is out of range", Allowed);
        return default;
    }
}

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class BooleanShape : Shape<bool>
{
    public override string Allowed => "true or false";

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("boolean", "string"), ["pattern"] = SchemaParts.Variable };

    public override string Show(bool value) => value ? "true" : "false";

    public override bool Read(YamlNode node, string path, ReadContext context)
    {
        if (node is YamlScalar scalar && scalar.Resolve() is { Type: YamlScalarType.Boolean, Value: bool value })
        {
            return value;
        }

        context.Add(node, path, $"is {node.Describe()}", Allowed);
        return default;
    }
}

/// <summary>One of a few words.</summary>
public sealed class ChoiceShape<T>(params (string Word, T Value)[] choices) : Shape<T>
{
    public override string Allowed => string.Join(", ", choices.Select(choice => choice.Word));

    public override JsonObject Schema() => SchemaParts.Words(choices.Select(choice => choice.Word));

    public override string Show(T value) => choices.FirstOrDefault(choice => Equals(choice.Value, value)).Word ?? "";

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

            context.Add(node, path, $"{scalar.Subject()} is not known here", Allowed, scalar.Nearest(choices.Select(choice => choice.Word)));
            return default;
        }

        context.Add(node, path, $"is {node.Describe()}", Allowed);
        return default;
    }
}

/// <summary>Keeps the place beside the value.</summary>
public sealed class LocatedShape<T>(Shape<T> inner) : Shape<Located<T>>
{
    public override string Allowed => inner.Allowed;

    public override IEnumerable<IShape> Parts => [inner];

    public override string Summarise(Func<IShape, string> part) => part(inner);

    public override JsonObject Schema() => inner.Schema();

    public override string Show(Located<T> value) => inner.Show(value.Value);

    public override Located<T>? Read(YamlNode node, string path, ReadContext context)
    {
        var errors = context.Errors.Count;
        var value = inner.Read(node, path, context);
        return value is null || context.Errors.Count > errors || node is YamlScalar { IsUnset: true } ? null : new Located<T>(value, node, path);
    }
}

/// <summary>The same for a value that may be absent.</summary>
public sealed class OptionalShape<T>(Shape<T> inner) : Shape<T?>
    where T : struct
{
    public override string Allowed => inner.Allowed;

    public override IEnumerable<IShape> Parts => [inner];

    public override string Summarise(Func<IShape, string> part) => part(inner);

    public override JsonObject Schema() => inner.Schema();

    public override string Show(T? value) => value is { } there ? inner.Show(there) : "";

    public override T? Read(YamlNode node, string path, ReadContext context)
    {
        var errors = context.Errors.Count;
        var value = inner.Read(node, path, context);
        return context.Errors.Count > errors ? null : value;
    }
}

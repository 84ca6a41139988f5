using System.Text.Json.Nodes;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>Words with a meaning of their own, or else something of another shape.</summary>
internal sealed class KeywordShape<T>(Shape<T> otherwise, params (string Word, T Value)[] words) : Shape<T>
{
    public override string Allowed => $"{string.Join(", ", words.Select(word => $"'{word.Word}'"))}, or {otherwise.Allowed}";

    public override IEnumerable<IShape> Parts => [otherwise];

    public override string Summarise(Func<IShape, string> part) => $"{string.Join(", ", words.Select(word => $"'{word.Word}'"))}, or {part(otherwise)}";

    public override JsonObject Schema() => SchemaParts.AnyOf(
        new JsonObject { ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word.Word))]) },
        otherwise.Schema());

    public override string Show(T value)
    {
        foreach (var word in words)
        {
            if (Equals(word.Value, value))
            {
                return word.Word;
            }
        }

        return otherwise.Show(value);
    }

    public override T? Read(YamlNode node, string path, ReadContext context)
    {
        var scalar = node as YamlScalar;
        foreach (var word in words)
        {
            if (scalar?.Text == word.Word)
            {
                return word.Value;
            }
        }

        var errors = context.Errors.Count;
        var value = otherwise.Read(node, path, context);
        context.Widen(errors, path, otherwise, this, scalar?.Nearest(words.Select(word => word.Word)));
        return value;
    }
}

/// <summary>A short form (a scalar) and a long form (a map or a list) of the same.</summary>
internal sealed class EitherShape<T>(Shape<T> shortForm, Shape<T> longForm) : Shape<T>
{
    public override string Allowed => $"{shortForm.Allowed}; or {longForm.Allowed}";

    public override IEnumerable<IShape> Parts => [shortForm, longForm];

    public override string Summarise(Func<IShape, string> part) => $"{part(shortForm)}; or {part(longForm)}";

    public override JsonObject Schema() => SchemaParts.AnyOf(shortForm.Schema(), longForm.Schema());

    public override string Show(T value) => shortForm.Show(value);

    public override T? Read(YamlNode node, string path, ReadContext context)
    {
        var shape = node is YamlScalar ? shortForm : longForm;
        var errors = context.Errors.Count;
        var value = shape.Read(node, path, context);
        context.Widen(errors, path, shape, this);
        return value;
    }
}

/// <summary>A shape whose value is turned into another.</summary>
internal sealed class MappedShape<TInner, T>(Shape<TInner> inner, Func<TInner, T> map) : Shape<T>
{
    public override string Allowed => inner.Allowed;

    /// <summary>As its type writes it: only types that know this notation have defaults.</summary>
    public override string Show(T value) => value?.ToString() ?? "";

    public override IEnumerable<IShape> Parts => [inner];

    public override string Summarise(Func<IShape, string> part) => part(inner);

    public override JsonObject Schema() => inner.Schema();

    public override T? Read(YamlNode node, string path, ReadContext context)
    {
        var errors = context.Errors.Count;
        var value = inner.Read(node, path, context);
        return value is null || context.Errors.Count > errors ? default : map(value);
    }
}

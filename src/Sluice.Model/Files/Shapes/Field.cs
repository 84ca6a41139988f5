using System.Text.Json.Nodes;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>A key of a record.</summary>
public abstract class RecordField(string name, string meaning, bool required)
{
    public string Name => name;

    public string Meaning => meaning;

    public bool IsRequired => required;

    public string Allowed => Shape.Allowed;

    /// <summary>What holds where the key is absent, as the file would write it; empty where that is nothing.</summary>
    public abstract string Default { get; }

    public abstract IShape Shape { get; }

    public abstract JsonObject Schema();

    public abstract object? ReadBoxed(YamlNode node, string path, ReadContext context);
}

/// <summary>A key whose value has the type <typeparamref name="T"/>.</summary>
public sealed class Field<T>(string name, string meaning, Shape<T> shape, bool required, T? fallback) : RecordField(name, meaning, required)
{
    public T? Fallback => fallback;

    public override IShape Shape => shape;

    public override string Default => DefaultText ?? (IsRequired || fallback is null ? "" : shape.Show(fallback));

    /// <summary>What holds where the key is absent, where that is not a value of its own.</summary>
    public string? DefaultText { get; init; }

    /// <summary>The same key with another word for what holds where it is absent.</summary>
    internal Field<T> Else(string otherwise) => new(Name, Meaning, shape, IsRequired, fallback) { DefaultText = otherwise };

    public override JsonObject Schema()
    {
        var schema = shape.Schema();
        var about = schema["description"] is { } allowed ? $"{Meaning} ({allowed})" : Meaning;
        schema["description"] = Default.Length == 0 ? about : $"{about}. Default: {Default}";
        return schema;
    }

    public override object? ReadBoxed(YamlNode node, string path, ReadContext context) => shape.Read(node, path, context);
}

/// <summary>Makes keys; the type of the value follows from its shape.</summary>
public static class Field
{
    public static Field<T> Required<T>(string name, string meaning, Shape<T> shape) => new(name, meaning, shape, true, default);

    public static Field<T> Optional<T>(string name, string meaning, Shape<T> shape, T fallback) => new(name, meaning, shape, false, fallback);

    /// <summary>A key without which the value is <see langword="null"/>; <paramref name="otherwise"/> says what that means.</summary>
    internal static Field<T?> Maybe<T>(string name, string meaning, Shape<T> shape, string? otherwise = null)
        where T : class => new(name, meaning, shape!, false, null) { DefaultText = otherwise };

    /// <summary>The same for numbers and other values.</summary>
    internal static Field<T?> MaybeValue<T>(string name, string meaning, Shape<T> shape, string? otherwise = null)
        where T : struct => new(name, meaning, new OptionalShape<T>(shape), false, null) { DefaultText = otherwise };
}

/// <summary>What was read for each key of a record, and where.</summary>
public sealed class FieldValues(YamlNode node, string path, ReadContext context)
{
    private readonly Dictionary<string, (YamlNode Node, object? Value)> _values = [];

    /// <summary>Path of the record's own key.</summary>
    public string Path => path;

    public bool Has(RecordField field) => _values.ContainsKey(field.Name);

    /// <summary>The value; the fallback where the key is absent; <see langword="default"/> where it could not be read.</summary>
    public T? Get<T>(Field<T> field) => _values.TryGetValue(field.Name, out var found) ? (T?)found.Value : field.Fallback;

    /// <summary>Reports what is wrong with the value of a key that is there.</summary>
    internal void Report(RecordField field, string problem, string allowed) =>
        context.Add(_values[field.Name].Node, ReadContext.Join(path, field.Name), problem, allowed);

    /// <summary>Reports what is wrong with the record as a whole.</summary>
    internal void Report(string problem, string allowed) => context.Add(node, path, problem, allowed);

    internal void Set(RecordField field, YamlNode value, object? read) => _values[field.Name] = (value, read);
}

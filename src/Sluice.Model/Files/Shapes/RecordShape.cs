using System.Text.Json.Nodes;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>A key of a record.</summary>
public abstract class RecordField(string name, string meaning, bool required)
{
    public string Name => name;

    public string Meaning => meaning;

    public bool IsRequired => required;

    public abstract string Allowed { get; }

    public abstract JsonObject Schema();

    public abstract object? ReadBoxed(YamlNode node, string path, ReadContext context);
}

/// <summary>A key whose value has the type <typeparamref name="T"/>.</summary>
public sealed class Field<T>(string name, string meaning, Shape<T> shape, bool required, T? fallback) : RecordField(name, meaning, required)
{
    public T? Fallback => fallback;

    public override string Allowed => shape.Allowed;

    public override JsonObject Schema()
    {
        var schema = shape.Schema();
        schema["description"] = schema["description"] is { } allowed ? $"{Meaning} ({allowed})" : Meaning;
        return schema;
    }

    public override object? ReadBoxed(YamlNode node, string path, ReadContext context) => shape.Read(node, path, context);
}

/// <summary>Makes keys; the type of the value follows from its shape.</summary>
public static class Field
{
    public static Field<T> Required<T>(string name, string meaning, Shape<T> shape) => new(name, meaning, shape, true, default);

    public static Field<T> Optional<T>(string name, string meaning, Shape<T> shape, T fallback) => new(name, meaning, shape, false, fallback);
}

/// <summary>What was read for each key.</summary>
public sealed class FieldValues(Dictionary<string, object?> values)
{
    /// <summary>The value; the fallback where the key is absent; <see langword="default"/> where it could not be read.</summary>
    public T? Get<T>(Field<T> field) => values.TryGetValue(field.Name, out var value) ? (T?)value : field.Fallback;
}

/// <summary>A map with a closed set of keys.</summary>
public sealed class RecordShape<T>(string what, IReadOnlyList<RecordField> fields, Func<FieldValues, T> build) : Shape<T>
{
    public override string Allowed => $"{what} as a map with the keys {string.Join(", ", fields.Select(known => known.Name))}";

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var known in fields)
        {
            properties[known.Name] = known.Schema();
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray([.. fields.Where(known => known.IsRequired).Select(known => JsonValue.Create(known.Name))]),
            ["properties"] = properties,
        };
    }

    public override T? Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlMap map)
        {
            context.Add(node, path, $"is {node.Describe()}", Allowed);
            return default;
        }

        var values = new Dictionary<string, object?>();
        foreach (var (key, value) in map.Entries)
        {
            var keyPath = ReadContext.Join(path, key.Text);
            if (fields.FirstOrDefault(known => known.Name == key.Text) is { } match)
            {
                values[match.Name] = match.ReadBoxed(value, keyPath, context);
            }
            else
            {
                var names = fields.Select(known => known.Name).ToList();
                context.Add(key, keyPath, $"the key '{key.Text}' is not known here", string.Join(", ", names), NearestName.Of(key.Text, names));
            }
        }

        foreach (var absent in fields.Where(known => known.IsRequired && !values.ContainsKey(known.Name)))
        {
            context.Add(node, ReadContext.Join(path, absent.Name), "is missing", absent.Allowed);
        }

        return build(new FieldValues(values));
    }
}

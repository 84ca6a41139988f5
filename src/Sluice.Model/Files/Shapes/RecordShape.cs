using System.Text.Json.Nodes;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>A map with a closed set of keys, whatever it becomes.</summary>
public interface IRecordShape : IShape
{
    /// <summary>What it describes: <c>a service</c>.</summary>
    string What { get; }

    IReadOnlyList<RecordField> Fields { get; }

    /// <summary>Keys of which exactly one must be there; empty where there is no such rule.</summary>
    IReadOnlyList<RecordField> ExactlyOneOf { get; }
}

/// <summary>A map with a closed set of keys.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
/// <param name="what">What it describes: <c>a service</c>.</param>
/// <param name="fields">Its keys.</param>
/// <param name="build">Makes the value of what was read, and may report what does not fit together.</param>
/// <param name="exactlyOneOf">Keys of which exactly one must be there.</param>
public sealed class RecordShape<T>(string what, IReadOnlyList<RecordField> fields, Func<FieldValues, T> build, IReadOnlyList<RecordField>? exactlyOneOf = null)
    : Shape<T>, IRecordShape
{
    public string What => what;

    public IReadOnlyList<RecordField> Fields => fields;

    public IReadOnlyList<RecordField> ExactlyOneOf => exactlyOneOf ?? [];

    public override IEnumerable<IShape> Parts => fields.Select(known => known.Shape);

    public override string Allowed => $"{what} as a map with the keys {string.Join(", ", fields.Select(known => known.Name))}";

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var known in fields)
        {
            properties[known.Name] = known.Schema();
        }

        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (fields.Any(known => known.IsRequired))
        {
            schema["required"] = Names(fields.Where(known => known.IsRequired));
        }

        if (ExactlyOneOf.Count > 0)
        {
            schema["oneOf"] = new JsonArray([.. ExactlyOneOf.Select(known => new JsonObject { ["required"] = Names([known]) })]);
        }

        schema["properties"] = properties;
        return schema;
    }

    public override T? Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlMap map)
        {
            context.Add(node, path, $"is {node.Describe()}", Allowed);
            return default;
        }

        var values = new FieldValues(node, path, context);
        foreach (var (key, value) in map.Entries)
        {
            var keyPath = ReadContext.Join(path, key.Text);
            if (fields.FirstOrDefault(known => known.Name == key.Text) is { } match)
            {
                values.Set(match, value, match.ReadBoxed(value, keyPath, context));
            }
            else
            {
                var names = fields.Select(known => known.Name).ToList();
                context.Add(key, keyPath, $"the key {key.Quote()} is not known here", string.Join(", ", names), NearestName.Of(key.Text, names));
            }
        }

        foreach (var absent in fields.Where(known => known.IsRequired && !values.Has(known)))
        {
            context.Add(node, ReadContext.Join(path, absent.Name), "is missing", absent.Allowed);
        }

        CheckChoice(values);
        return build(values);
    }

    private void CheckChoice(FieldValues values)
    {
        if (ExactlyOneOf.Count == 0)
        {
            return;
        }

        var allowed = $"exactly one of {string.Join(", ", ExactlyOneOf.Select(known => known.Name))}";
        var given = ExactlyOneOf.Where(values.Has).ToList();
        if (given.Count == 0)
        {
            values.Report($"says none of {string.Join(", ", ExactlyOneOf.Select(known => known.Name))}", allowed);
        }

        foreach (var further in given.Skip(1))
        {
            values.Report(further, $"stands beside {given[0].Name}", allowed);
        }
    }

    private static JsonArray Names(IEnumerable<RecordField> named) => new([.. named.Select(known => JsonValue.Create(known.Name))]);
}

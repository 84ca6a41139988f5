using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Kustomize;

/// <summary>Shapes that only kustomizations need.</summary>
internal static class KustomizationShapes
{
    public static Shape<string> Text { get; } = new TextShape<string>("a text", text => new(text, null));

    public static Shape<Located<string>> LocatedText { get; } = new LocatedShape<string>(Text);

    public static Shape<IReadOnlyList<Located<string>>> Texts { get; } = new ListShape<Located<string>>(LocatedText);

    public static Shape<bool> Flag { get; } = new ChoiceShape<bool>(("true", true), ("false", false));

    public static Shape<IReadOnlyDictionary<string, string>> TextMap { get; } = new TextMapShape();

    /// <summary>A regular expression, as selectors use them.</summary>
    public static Shape<string> Pattern { get; } = new TextShape<string>("a regular expression", text =>
    {
        try
        {
            _ = new Regex(text, RegexOptions.NonBacktracking);
            return new(text, null);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return new(null, $"'{text}' is not a regular expression");
        }
    });

    public static Shape<LabelSelector> Labels { get; } = new TextShape<LabelSelector>(
        "a label selector (a=b,c!=d,e in (x, y),!f)",
        text => LabelSelector.Parse(text) is { } selector ? new(selector, null) : new(null, $"'{text}' is not a label selector"));

    public static Field<T?> Maybe<T>(string name, Shape<T> shape)
        where T : class => Field.Optional<T?>(name, name, shape!, null);

    public static Field<string> Word(string name, string fallback = "") => Field.Optional(name, name, Text, fallback);

    public static Field<bool> Switch(string name) => Field.Optional(name, name, Flag, false);

    public static Field<IReadOnlyList<T>> Items<T>(string name, Shape<T> item)
        where T : class => Field.Optional<IReadOnlyList<T>>(name, name, new ListShape<T>(item), []);

    public static Field<IReadOnlyDictionary<string, string>> Map(string name) =>
        Field.Optional(name, name, TextMap, new Dictionary<string, string>());

    /// <summary>A key that kustomize knows and we refuse.</summary>
    public static Field<string> Refused(string name, string instead) => Field.Optional(name, name, new RefusedShape(name, instead), "");

    private sealed class TextMapShape : Shape<IReadOnlyDictionary<string, string>>
    {
        public override string Allowed => "a map from texts to texts";

        public override JsonObject Schema() => new() { ["type"] = "object", ["additionalProperties"] = Text.Schema() };

        public override IReadOnlyDictionary<string, string>? Read(YamlNode node, string path, ReadContext context)
        {
            if (node is not YamlMap map)
            {
                context.Add(node, path, $"is {node.Describe()}", Allowed);
                return null;
            }

            return map.Entries.ToDictionary(
                entry => entry.Key.Text, entry => Text.Read(entry.Value, ReadContext.Join(path, entry.Key.Text), context) ?? "");
        }
    }

    private sealed class RefusedShape(string name, string instead) : Shape<string>
    {
        public override string Allowed => instead;

        public override JsonObject Schema() => new() { ["not"] = new JsonObject() };

        public override string? Read(YamlNode node, string path, ReadContext context)
        {
            context.Add(node, path, $"'{name}' is not supported here", instead);
            return null;
        }
    }
}

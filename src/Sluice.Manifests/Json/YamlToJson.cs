using System.Text.Json.Nodes;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Json;

/// <summary>Turns YAML into the JSON that kustomize would send.</summary>
internal static class YamlToJson
{
    /// <summary>The JSON; what JSON cannot say becomes an error and <see langword="null"/>.</summary>
    public static JsonNode? Convert(YamlNode node, string file, List<InputError> errors) => Convert(node, "", file, errors);

    private static JsonNode? Convert(YamlNode node, string path, string file, List<InputError> errors)
    {
        switch (node)
        {
            case YamlMap map:
                var result = new JsonObject();
                foreach (var (key, value) in map.Entries)
                {
                    result[key.Text] = Convert(value, path.Length == 0 ? key.Text : $"{path}.{key.Text}", file, errors);
                }

                return result;
            case YamlList list:
                return new JsonArray([.. list.Items.Select((item, index) => Convert(item, $"{path}[{index}]", file, errors))]);
            default:
                return Scalar((YamlScalar)node, path, file, errors);
        }
    }

    private static JsonValue? Scalar(YamlScalar scalar, string path, string file, List<InputError> errors)
    {
        var resolved = scalar.Resolve();
        switch (resolved)
        {
            case { Type: YamlScalarType.Invalid }:
                errors.Add(new InputError(file, scalar.Line, scalar.Column, path, $"the tag {scalar.Tag} does not fit '{scalar.Text}'", "no tag, or one of !!str, !!int, !!float, !!bool, !!null, !!binary"));
                return null;
            case { Value: double number } when !double.IsFinite(number):
                errors.Add(new InputError(file, scalar.Line, scalar.Column, path, $"{scalar.Text} is a number that JSON does not have", "a finite number, or quotes around the text"));
                return null;
        }

        return resolved.Value switch
        {
            null => null,
            bool value => JsonValue.Create(value),
            long value => JsonValue.Create(value),
            ulong value => JsonValue.Create(value),
            double value when Math.Abs(value) < 1e15 && Math.Floor(value) == value => JsonValue.Create((long)value),
            double value => JsonValue.Create(value),
            _ => JsonValue.Create((string)resolved.Value),
        };
    }
}

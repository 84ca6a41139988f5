using System.Text.Json;
using Nuke.Common.IO;

namespace Nuke.Common.ValueInjection;

/// <summary>The values in <c>.nuke/parameters.json</c> and, before it, in the files of the chosen profiles.</summary>
internal sealed class ParameterFiles
{
    private readonly Dictionary<string, GivenValue> _values = new(StringComparer.Ordinal);

    private ParameterFiles()
    {
    }

    public static ParameterFiles Read(AbsolutePath root, IReadOnlyList<string> profiles)
    {
        var files = new ParameterFiles();
        foreach (var profile in profiles.Reverse())
        {
            var file = root / ".nuke" / $"parameters.{profile}.json";
            Assert.True(file.FileExists(), $"--profile {profile} wants the file {file}, which does not exist");
            files.Add(file);
        }

        var common = root / ".nuke" / "parameters.json";
        if (common.FileExists())
        {
            files.Add(common);
        }

        return files;
    }

    public GivenValue Find(string name) => _values.GetValueOrDefault(ParameterNames.Normalize(name));

    private void Add(AbsolutePath file)
    {
        try
        {
            using var document = JsonDocument.Parse(file.ReadAllText(), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            Assert.True(document.RootElement.ValueKind == JsonValueKind.Object, $"{file}: must hold one JSON object with a property per parameter");
            foreach (var property in document.RootElement.EnumerateObject().Where(x => x.Name != "$schema"))
            {
                _values.TryAdd(ParameterNames.Normalize(property.Name), Given(property, $"'{property.Name}' in {file}"));
            }
        }
        catch (JsonException exception)
        {
            Assert.Fail($"{file}:{exception.LineNumber + 1}:{exception.BytePositionInLine + 1}: is not JSON", exception);
        }
    }

    private static GivenValue Given(JsonProperty property, string origin) => property.Value.ValueKind == JsonValueKind.Array
        ? new GivenValue(property.Value.EnumerateArray().Select(x => x.ToString()).ToList(), origin)
        : new GivenValue([property.Value.ToString()], origin);
}

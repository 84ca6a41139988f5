using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nuke.Common.Hosts;
using Nuke.Common.Targets;
using Nuke.Common.Tooling;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>
/// The JSON schema of <c>.nuke/parameters.json</c>, in the very layout of the published package: both write the same
/// file, so it does not change with the package in use.
/// </summary>
public class SchemaUtility
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public SchemaUtility()
    {
    }

    public static string GetJsonString(INukeBuild build)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Layout))
        {
            Write(writer, build);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    public static JsonDocument GetJsonDocument(INukeBuild build) => JsonDocument.Parse(GetJsonString(build));

    private static void Write(Utf8JsonWriter writer, INukeBuild build)
    {
        var own = Parameters.Of(build.GetType()).OrderBy(x => x.Name, StringComparer.Ordinal).ToList();
        writer.WriteStartObject();
        writer.WriteString("$schema", "http://json-schema.org/draft-04/schema#");
        writer.WriteStartObject("definitions");
        WriteEnum(writer, "Host", HostDetection.PublishedNames);
        WriteEnum(writer, nameof(ExecutableTarget), TargetGraph.Names(build.GetType()));
        WriteEnum(writer, nameof(Verbosity), Enum.GetNames<Verbosity>(), description: "");
        foreach (var type in own.Select(x => SchemaProperty.EnumOf(x.Member)).Where(x => x != null && x != typeof(Verbosity)).Distinct())
        {
            WriteEnum(writer, type.Name, Enum.GetNames(type), description: "");
        }

        writer.WriteStartObject(nameof(NukeBuild));
        WriteProperties(writer, Parameters.OfEveryBuild.OrderBy(x => x.Name, StringComparer.Ordinal).ToList(), build);
        writer.WriteEndObject();
        writer.WriteEndObject();

        writer.WriteStartArray("allOf");
        writer.WriteStartObject();
        WriteProperties(writer, own, build);
        writer.WriteEndObject();
        writer.WriteStartObject();
        writer.WriteString("$ref", $"#/definitions/{nameof(NukeBuild)}");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteEnum(Utf8JsonWriter writer, string name, IEnumerable<string> values, string description = null)
    {
        writer.WriteStartObject(name);
        writer.WriteString("type", "string");
        if (description != null)
        {
            writer.WriteString("description", description);
        }

        SchemaProperty.WriteEnum(writer, values.ToList());
        writer.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter writer, IReadOnlyCollection<Parameters.Parameter> parameters, INukeBuild build)
    {
        if (parameters.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("properties");
        foreach (var parameter in parameters)
        {
            writer.WriteStartObject(parameter.Name);
            SchemaProperty.Write(writer, parameter, build);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}

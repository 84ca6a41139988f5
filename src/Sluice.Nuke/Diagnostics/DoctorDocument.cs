using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Nuke.Diagnostics;

/// <summary>What <c>Doctor</c> found, as scripts read it.</summary>
public sealed record DoctorDocument(IReadOnlyList<Finding> Findings)
{
    /// <summary>Indented JSON with camelCase names and a final newline.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DoctorJson.Default.DoctorDocument) + "\n";
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DoctorDocument))]
internal sealed partial class DoctorJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Status;

namespace Sluice.Reports;

/// <summary>The status of all environments as scripts read it.</summary>
public sealed record StatusDocument(IReadOnlyList<EnvironmentDocument> Environments)
{
    /// <summary>Indented JSON with camelCase names and a final newline.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StatusJson.Default.StatusDocument) + "\n";
}

/// <summary>One environment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Services">Its services, in the order of the pipeline file.</param>
/// <param name="LastRelease">The newest entry of its ledger, if there is one.</param>
public sealed record EnvironmentDocument(string Name, string Namespace, IReadOnlyList<ServiceState> Services, LedgerEntry? LastRelease);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(StatusDocument))]
internal sealed partial class StatusJson : JsonSerializerContext;

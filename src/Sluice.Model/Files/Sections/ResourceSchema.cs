using Sluice.Model.Files.Shapes;
using Sluice.Model.Services;
using Sluice.Model.Values;

namespace Sluice.Model.Files.Sections;

/// <summary><c>resources:</c></summary>
internal static class ResourceSchema
{
    private static readonly Shape<IReadOnlyDictionary<string, Quantity>> s_amounts = new DictionaryShape<Quantity>(
        "resources (cpu, memory, …)", "quantities", KeyRule.Anything, new QuantityShape());

    private static readonly Field<IReadOnlyDictionary<string, Quantity>> s_requests = Field.Optional("requests", "What is set aside for a pod", s_amounts, ResourceDefinition.None.Requests);
    private static readonly Field<IReadOnlyDictionary<string, Quantity>> s_limits = Field.Optional("limits", "The most that a pod gets", s_amounts, ResourceDefinition.None.Limits);

    public static Shape<ResourceDefinition> Resources { get; } = new RecordShape<ResourceDefinition>("resources", [s_requests, s_limits], Build);

    private static ResourceDefinition Build(FieldValues values)
    {
        var requests = values.Get(s_requests) ?? ResourceDefinition.None.Requests;
        var limits = values.Get(s_limits) ?? ResourceDefinition.None.Limits;
        foreach (var (resource, request) in requests)
        {
            if (limits.TryGetValue(resource, out var limit) && request.Value > limit.Value)
            {
                values.Report(s_requests, $"asks for more {resource} than its limit", "requests up to the limits");
            }
        }

        return new ResourceDefinition(requests, limits);
    }
}

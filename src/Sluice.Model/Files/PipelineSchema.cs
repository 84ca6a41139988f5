using System.Text.Json.Nodes;
using Sluice.Model.Files.Sections;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Policies;

namespace Sluice.Model.Files;

/// <summary>The description of <c>sluice.yaml</c>: every key, once.</summary>
internal static class PipelineSchema
{
    private static readonly Field<string> s_application = Field.Required("application", "Name of the application", CommonShapes.DnsLabel);
    private static readonly Field<RegistryDefinition> s_registry = Field.Required("registry", "Where images go", RegistrySchema.Registry);
    private static readonly Field<IReadOnlyList<Named<ServiceDraft>>> s_services = Field.Required(
        "services", "What is deployed", new MapShape<ServiceDraft>("service", ServiceSchema.Service, KeyRule.DnsLabel));

    private static readonly Field<IReadOnlyList<Named<EnvironmentDraft>>> s_environments = Field.Required(
        "environments", "Where it runs", new MapShape<EnvironmentDraft>("environment", EnvironmentSchema.Environment, KeyRule.DnsLabel));

    private static readonly Field<IReadOnlyList<Named<StrategyDraft>>> s_strategies = Field.Optional<IReadOnlyList<Named<StrategyDraft>>>(
        "strategies", "How new releases take over", new MapShape<StrategyDraft>("strategy", StrategySchema.Strategy, KeyRule.Identifier), []);

    private static readonly Field<IReadOnlyList<Named<GateDefinition>>> s_gates = Field.Optional<IReadOnlyList<Named<GateDefinition>>>(
        "gates", "Who judges them", new MapShape<GateDefinition>("gate", GateSchema.Gate, KeyRule.Identifier), []);

    private static readonly Field<IReadOnlyList<Named<PolicyDefinition>>> s_policies = Field.Optional<IReadOnlyList<Named<PolicyDefinition>>>(
        "policies", "What images and manifests must fulfil", new MapShape<PolicyDefinition>("policy", PolicySchema.Policy, KeyRule.Identifier), []);

    public static RecordShape<PipelineDraft> Pipeline { get; } = new(
        "the pipeline",
        [s_application, s_registry, s_services, s_environments, s_strategies, s_gates, s_policies],
        values => new PipelineDraft(
            values.Get(s_application),
            values.Get(s_registry),
            values.Get(s_services) ?? [],
            values.Get(s_environments) ?? [],
            values.Get(s_strategies) ?? [],
            values.Get(s_gates) ?? [],
            values.Get(s_policies) ?? []));

    public static JsonObject Json()
    {
        var schema = Pipeline.Schema();
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        schema.Insert(1, "title", "sluice.yaml");
        return schema;
    }
}

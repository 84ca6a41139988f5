using System.Text.Json.Nodes;
using Sluice.Model.Files.Shapes;

namespace Sluice.Model.Files;

/// <summary>The description of <c>sluice.yaml</c>: every key, once.</summary>
internal static class PipelineSchema
{
    private const string PathAllowed = "a path with forward slashes below the folder of this file";
    private static readonly TimeSpan s_defaultReadyDeadline = TimeSpan.FromMinutes(2);

    private static readonly Shape<string> s_dnsLabel = new TextShape<string>(Names.DnsLabelAllowed, Names.DnsLabel, Names.DnsLabelPattern);
    private static readonly Shape<string> s_path = new TextShape<string>(PathAllowed, Names.RelativePath);
    private static readonly Shape<RegistryDefinition> s_registry = new TextShape<RegistryDefinition>(
        "'sandbox', or host[:port][/path] without a scheme (registry.example.com/team)", Names.Registry);

    private static readonly Shape<TimeSpan> s_duration = new TextShape<TimeSpan>(
        DurationText.Allowed, text => new(DurationText.Parse(text, out var problem) ?? default, problem), DurationText.Pattern);

    private static readonly Field<Located<string>> s_project = Field.Required("project", "The project file or folder that is published", new LocatedShape<string>(s_path));
    private static readonly Field<int> s_port = Field.Required("port", "The port its container listens on", new IntegerShape(1, 65535));
    private static readonly Field<IReadOnlyList<Located<string>>> s_dependsOn = Field.Optional<IReadOnlyList<Located<string>>>(
        "dependsOn", "Services that must serve before this one is deployed", new ListShape<Located<string>>(new LocatedShape<string>(s_dnsLabel)), []);

    private static readonly Shape<ServiceDraft> s_service = new RecordShape<ServiceDraft>(
        "a service",
        [s_project, s_port, s_dependsOn],
        values => new ServiceDraft(values.Get(s_project), values.Get(s_port), values.Get(s_dependsOn) ?? []));

    private static readonly Field<ClusterDefinition> s_cluster = Field.Required("cluster", "Where it runs", new ClusterShape());
    private static readonly Field<Located<string>> s_namespace = Field.Required("namespace", "Kubernetes namespace", new LocatedShape<string>(s_dnsLabel));
    private static readonly Field<Located<string>> s_overlay = Field.Required("overlay", "Folder with the kustomization that renders it", new LocatedShape<string>(s_path));
    private static readonly Field<DeploymentStrategy> s_strategy = Field.Optional(
        "strategy", "How a new release takes over", new ChoiceShape<DeploymentStrategy>(("rolling", DeploymentStrategy.Rolling)), DeploymentStrategy.Rolling);

    private static readonly Field<TimeSpan> s_readyDeadline = Field.Optional(
        "readyDeadline", "How long its workloads may take to become ready", s_duration, s_defaultReadyDeadline);

    private static readonly Shape<EnvironmentDraft> s_environment = new RecordShape<EnvironmentDraft>(
        "an environment",
        [s_cluster, s_namespace, s_overlay, s_strategy, s_readyDeadline],
        values => new EnvironmentDraft(
            values.Get(s_cluster), values.Get(s_namespace), values.Get(s_overlay), values.Get(s_strategy), values.Get(s_readyDeadline)));

    private static readonly Field<string> s_application = Field.Required("application", "Name of the application", s_dnsLabel);
    private static readonly Field<RegistryDefinition> s_registryField = Field.Required("registry", "Where images go", s_registry);
    private static readonly Field<IReadOnlyList<Named<ServiceDraft>>> s_services = Field.Required("services", "What is deployed", new MapShape<ServiceDraft>("service", s_service));
    private static readonly Field<IReadOnlyList<Named<EnvironmentDraft>>> s_environments = Field.Required(
        "environments", "Where it runs", new MapShape<EnvironmentDraft>("environment", s_environment));

    public static Shape<PipelineDraft> Pipeline { get; } = new RecordShape<PipelineDraft>(
        "the pipeline",
        [s_application, s_registryField, s_services, s_environments],
        values => new PipelineDraft(
            values.Get(s_application), values.Get(s_registryField), values.Get(s_services) ?? [], values.Get(s_environments) ?? []));

    public static JsonObject Json()
    {
        var schema = Pipeline.Schema();
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        schema.Insert(1, "title", "sluice.yaml");
        return schema;
    }
}

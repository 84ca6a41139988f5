using Sluice.Model.Files.Shapes;
using Sluice.Model.Services;

namespace Sluice.Model.Files.Sections;

/// <summary><c>services:</c></summary>
internal static class ServiceSchema
{
    private static readonly Field<Located<string>?> s_project = Field.Maybe(
        "project", "The project file or folder that is published", new LocatedShape<string>(CommonShapes.Path));

    private static readonly Field<Located<string>?> s_dockerfile = Field.Maybe("dockerfile", "The Dockerfile it is built from, instead of a project", new LocatedShape<string>(CommonShapes.Path));
    private static readonly Field<Located<string>?> s_context = Field.Maybe(
        "context", "Build context of the Dockerfile", new LocatedShape<string>(CommonShapes.Path), "the Dockerfile's folder");

    private static readonly Field<string?> s_base = Field.Maybe(
        "base",
        "The image that a published project is laid upon",
        new TextShape<string>("an image pinned by its digest (name:tag@sha256:…), or 'scratch'", text => text == "scratch" ? new(text, null) : Names.PinnedImage(text)));

    private static readonly Field<Located<string>?> s_namespace = Field.Maybe(
        "namespace", "Kubernetes namespace where an environment names no other", new LocatedShape<string>(CommonShapes.DnsLabel), "the environment's");

    private static readonly Field<int> s_port = Field.Required("port", "The port its container listens on", CommonShapes.Port);
    private static readonly Field<IReadOnlyDictionary<string, int>> s_ports = Field.Optional<IReadOnlyDictionary<string, int>>(
        "ports", "Further ports", new DictionaryShape<int>("names", "ports", KeyRule.DnsLabel, CommonShapes.Port), new Dictionary<string, int>());

    private static readonly Field<ServiceProbes> s_probes = Field.Optional("probes", "How its health is asked for", ProbeSchema.Probes, ServiceProbes.None);
    private static readonly Field<ResourceDefinition> s_resources = Field.Optional("resources", "What one pod asks for and may use", ResourceSchema.Resources, ResourceDefinition.None);
    private static readonly Field<IReadOnlyList<Located<string>>> s_dependsOn = Field.Optional<IReadOnlyList<Located<string>>>(
        "dependsOn", "Services that must serve before this one is deployed", new ListShape<Located<string>>(new LocatedShape<string>(CommonShapes.DnsLabel)), []);

    private static readonly Shape<IReadOnlyList<HookDefinition>> s_hookList = new ListShape<HookDefinition>(JobSchema.Hook, isSet: false);
    private static readonly Field<IReadOnlyList<HookDefinition>> s_before = Field.Optional<IReadOnlyList<HookDefinition>>(
        "before", "Run once before the first pod of a new release; must suit the release that serves", s_hookList, []);

    private static readonly Field<IReadOnlyList<HookDefinition>> s_after = Field.Optional<IReadOnlyList<HookDefinition>>(
        "after", "Run once after the last look at the new release", s_hookList, []);

    private static readonly Field<ServiceHooks> s_hooks = Field.Optional(
        "hooks", "Jobs before and after a rollout", new RecordShape<ServiceHooks>("hooks", [s_before, s_after], BuildHooks), ServiceHooks.None);

    public static Shape<ServiceDraft> Service { get; } = new RecordShape<ServiceDraft>(
        "a service",
        [s_project, s_port, s_dependsOn, s_dockerfile, s_context, s_base, s_namespace, s_ports, s_probes, s_resources, s_hooks],
        Build,
        [s_project, s_dockerfile]);

    private static ServiceHooks BuildHooks(FieldValues values)
    {
        var hooks = new ServiceHooks(values.Get(s_before) ?? [], values.Get(s_after) ?? []);
        if (hooks.Before.Concat(hooks.After).GroupBy(hook => hook.Job.Name).Any(group => group.Count() > 1))
        {
            values.Report("has two hooks of the same name", "a name of its own for each hook of a service");
        }

        return hooks;
    }

    private static ServiceDraft Build(FieldValues values)
    {
        if (values.Has(s_context) && !values.Has(s_dockerfile))
        {
            values.Report(s_context, "stands without dockerfile", "context beside dockerfile only");
        }

        if (values.Has(s_base) && values.Has(s_dockerfile))
        {
            values.Report(s_base, "stands beside dockerfile, which names its own base", "base beside project only");
        }

        CheckPorts(values);
        return new ServiceDraft(values.Get(s_project), values.Get(s_dockerfile), values.Get(s_context), values.Get(s_namespace), values.Get(s_dependsOn) ?? [])
        {
            Rest = new ServiceDefinition("", null, values.Get(s_port), [])
            {
                Base = values.Get(s_base),
                Ports = values.Get(s_ports) ?? new Dictionary<string, int>(),
                Probes = values.Get(s_probes) ?? ServiceProbes.None,
                Resources = values.Get(s_resources) ?? ResourceDefinition.None,
                Hooks = values.Get(s_hooks) ?? ServiceHooks.None,
            },
        };
    }

    private static void CheckPorts(FieldValues values)
    {
        var taken = new Dictionary<int, string> { [values.Get(s_port)] = "port" };
        foreach (var (name, port) in values.Get(s_ports) ?? new Dictionary<string, int>())
        {
            if (port != 0 && !taken.TryAdd(port, name))
            {
                values.Report(s_ports, $"'{name}' has the number of {taken[port]}", "a number of its own for each port of a service");
            }
        }
    }
}

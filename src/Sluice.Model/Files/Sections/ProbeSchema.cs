using Sluice.Model.Files.Shapes;
using Sluice.Model.Services;

namespace Sluice.Model.Files.Sections;

/// <summary><c>probes:</c></summary>
internal static class ProbeSchema
{
    private static readonly Field<string> s_path = Field.Required("path", "What is asked for", CommonShapes.UrlPath);
    private static readonly Field<int?> s_port = Field.MaybeValue("port", "Where it is asked", CommonShapes.Port, "the service's port");
    private static readonly Field<TimeSpan> s_period = Field.Optional(
        "period", "Time between two questions", CommonShapes.Seconds(1, TimeSpan.FromMinutes(10)), ServiceDefaults.ProbePeriod);

    private static readonly Field<TimeSpan> s_timeout = Field.Optional(
        "timeout", "How long an answer may take", CommonShapes.Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)), ServiceDefaults.ProbeTimeout);

    private static readonly Field<int> s_failures = Field.Optional("failures", "How many failures in a row count", new IntegerShape(1, 1000), ServiceDefaults.ProbeFailures);

    private static readonly Shape<ProbeDefinition> s_probe = new EitherShape<ProbeDefinition>(
        new MappedShape<string, ProbeDefinition>(CommonShapes.UrlPath, path => new ProbeDefinition(path)),
        new RecordShape<ProbeDefinition>("a probe", [s_path, s_port, s_period, s_timeout, s_failures], values => new ProbeDefinition(values.Get(s_path) ?? "/")
        {
            Port = values.Get(s_port),
            Period = values.Get(s_period),
            Timeout = values.Get(s_timeout),
            Failures = values.Get(s_failures),
        }));

    private static readonly Field<ProbeDefinition?> s_startup = Field.Maybe("startup", "Asked until the process has started", s_probe);
    private static readonly Field<ProbeDefinition?> s_readiness = Field.Maybe("readiness", "Asked before a pod gets traffic", s_probe);
    private static readonly Field<ProbeDefinition?> s_liveness = Field.Maybe("liveness", "Asked to find a process that hangs", s_probe);
    private static readonly Field<ProbeDefinition?> s_smoke = Field.Maybe(
        "smoke", "Asked by a deploy through the Service, once everything is ready", s_probe, $"readiness, else {ServiceDefaults.SmokePath}");

    public static Shape<ServiceProbes> Probes { get; } = new RecordShape<ServiceProbes>(
        "probes",
        [s_startup, s_readiness, s_liveness, s_smoke],
        values => new ServiceProbes(values.Get(s_startup), values.Get(s_readiness), values.Get(s_liveness), values.Get(s_smoke)));
}

using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets that look at what a Prometheus server remembers. They share --to with the targets that go back: a name has one meaning for the engine.</summary>
public interface IHazPast : IHazRollbackTarget
{
    [Parameter("Prometheus server that Replay and AaCheck take past traffic from: http://prometheus.monitoring:9090. Default: the one under metrics.prometheus of sluice.yaml.")]
    string Prometheus => TryGetValue(() => Prometheus);

    [Parameter("Begin of the past traffic: 2026-03-01T14:00:00Z, seconds since 1970, or a time ago such as 2h.")]
    string From => TryGetValue(() => From);
}

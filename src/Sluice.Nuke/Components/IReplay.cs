using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>What a gate would have said.</summary>
public interface IReplay : IHazEnvironment, IHazTraffic, IHazPast, IHazJson
{
    [Parameter("Recorded traffic that Replay shows to a gate, a CSV file with the columns t,nc,nb,ec,eb and, for latency, lat_c_<le> and lat_b_<le>.")]
    string Samples => TryGetValue(() => Samples);

    [Parameter("The gate of sluice.yaml that judges. Default: one by evidence with the default figures.")]
    string Gate => TryGetValue(() => Gate);

    [Parameter("File, YAML or JSON, with parameters that take the place of the gate's own: alpha, alphaPromote, kappa, rho0, delta, blockSeconds, margins, dwellSeconds, deadlineSeconds.")]
    string GateFile => TryGetValue(() => GateFile);

    [Parameter("Regular expression over whole names of the pods that Replay takes for the candidate's: web-7d9f-.*")]
    string Candidate => TryGetValue(() => Candidate);

    [Parameter("The same for stable's pods. Default: the service's other pods.")]
    string Stable => TryGetValue(() => Stable);

    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Samples), nameof(Gate), nameof(GateFile), nameof(Prometheus), nameof(From), nameof(To), nameof(Environment), nameof(Service), nameof(Candidate), nameof(Stable), nameof(Json)])]
    Target Replay => _ => _
        .Description("Shows recorded traffic to a gate and says what it would have decided, when and by which numbers.")
        .Executes(() => Session.RunAsync(cancellationToken => ReplayJob.RunAsync(
            Session,
            new ReplayWish(Samples, Gate, GateFile) { Past = new PastWish(Prometheus, From, To), Environment = Environment, Services = Service ?? [], Candidate = Candidate, Stable = Stable },
            Json,
            cancellationToken)));
}

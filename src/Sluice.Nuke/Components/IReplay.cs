using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>What a gate would have said.</summary>
public interface IReplay : IHazJson
{
    [Parameter("Recorded traffic that Replay shows to a gate, a CSV file with the columns t,nc,nb,ec,eb and, for latency, lat_c_<le> and lat_b_<le>.")]
    string Samples => TryGetValue(() => Samples);

    [Parameter("The gate of sluice.yaml that judges. Default: one by evidence with the default figures.")]
    string Gate => TryGetValue(() => Gate);

    [Parameter("File, YAML or JSON, with parameters that take the place of the gate's own: alpha, alphaPromote, kappa, rho0, delta, blockSeconds, margins, dwellSeconds, deadlineSeconds.")]
    string GateFile => TryGetValue(() => GateFile);

    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Samples), nameof(Gate), nameof(GateFile), nameof(Json)])]
    Target Replay => _ => _
        .Description("Shows recorded traffic to a gate and says what it would have decided, when and by which numbers.")
        .Executes(() => Session.RunAsync(cancellationToken => ReplayJob.RunAsync(Session, new ReplayWish(Samples, Gate, GateFile), Json, cancellationToken)));
}

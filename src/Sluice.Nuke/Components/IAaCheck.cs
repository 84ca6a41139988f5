using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>How often a gate cries where nothing changed.</summary>
public interface IAaCheck : IHazEnvironment, IHazTraffic, IHazPast, IHazJson
{
    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Environment), nameof(Service), nameof(Duration), nameof(Rate), nameof(RequestPath), nameof(Prometheus), nameof(From), nameof(To), nameof(Json)])]
    Target AaCheck => _ => _
        .Description("Compares an environment's stable pods with each other: how often its gates would have rolled back where nothing changed.")
        .Executes(() => Session.RunAsync(cancellationToken => AaCheckJob.RunAsync(
            Session,
            new AaCheckWish(Environment, Service ?? [], Duration, Rate, RequestPath, new PastWish(Prometheus, From, To)),
            Json,
            cancellationToken)));
}

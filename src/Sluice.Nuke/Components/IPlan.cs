using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>What a deploy would do. The engine has a switch <c>--plan</c> for the order of targets; this is a target.</summary>
public interface IPlan : IBuildImage, IHazEnvironment, IHazJson, IHazReleaseVersion
{
    [Parameter("Requests per second that Plan reckons with when it says how long gates take. Default: what is served now, else load.requestsPerSecond of sluice.yaml.")]
    string? RequestsPerSecond => TryGetValue(() => RequestsPerSecond);

    [TargetHelp(TargetGroups.Deploy, Parameters = [nameof(Environment), nameof(ReleaseVersion), nameof(RequestsPerSecond), nameof(Json)])]
    new Target Plan => _ => _
        .Description("Shows object by object what a deploy would change; the environment is stage unless another is named.")
        .DependsOn(BuildImage)
        .Executes(() => Session.RunAsync(cancellationToken => PlanJob.RunAsync(Session, Environment ?? IDeployStage.Stage, RequestsPerSecond, Json, cancellationToken)));
}

using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>What was deployed.</summary>
public interface IHistory : IHazJson
{
    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Json)])]
    Target History => _ => _
        .Description("Shows the releases of each environment with their outcomes, newest first.")
        .Executes(() => Session.RunAsync(cancellationToken => HistoryJob.RunAsync(Session, Json, cancellationToken)));
}

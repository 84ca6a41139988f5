namespace Sluice.Nuke.Help;

/// <summary>
/// The targets of the design that this version does not have: listed, so that nobody looks for them in vain, and refused
/// when called. One that a build has is no longer among them.
/// </summary>
internal static class PlannedTargets
{
    private const string StageIsTheEnd = "Today the pipeline ends in stage. Type: ./build.sh DeployStage";
    private const string NothingWaits = "Today a deploy goes to stage in one step and never waits for a person. Type: ./build.sh Status";

    public static IReadOnlyList<PlannedTarget> All { get; } =
    [
        new("Promote", "Takes a waiting rollout to its next step, by your decision.", NothingWaits, "--environment <name>", "--reason <text>"),
        new("Pause", "Holds a running rollout at its present share of the traffic.", NothingWaits, "--environment <name>"),
        new("Abort", "Takes the traffic back from a running rollout.", "Today Ctrl-C ends a deploy; the same command goes on from there. Type: ./build.sh Status", "--environment <name>"),
        new("Rehearse", "Plays a rollout in virtual time and shows how its policy would react.", "Today: ./build.sh DeployStage on the sandbox is the rehearsal", "--environment <name>"),
    ];

    /// <summary>The planned one of that name, whatever its case and dashes.</summary>
    public static PlannedTarget? Find(string name) => All.FirstOrDefault(target => Arguments.OptionNames.AreSame(target.Name, name));
}

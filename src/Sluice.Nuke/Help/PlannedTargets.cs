namespace Sluice.Nuke.Help;

/// <summary>
/// The targets of the design that this version does not have: listed, so that nobody looks for them in vain, and refused
/// when called. One that a build has is no longer among them.
/// </summary>
internal static class PlannedTargets
{
    public static IReadOnlyList<PlannedTarget> All { get; } =
    [
        new("Rehearse", "Plays a rollout in virtual time and shows how its policy would react.", "Today: ./build.sh DeployStage on the sandbox is the rehearsal", "--environment <name>"),
    ];

    /// <summary>The planned one of that name, whatever its case and dashes.</summary>
    public static PlannedTarget? Find(string name) => All.FirstOrDefault(target => Arguments.OptionNames.AreSame(target.Name, name));
}

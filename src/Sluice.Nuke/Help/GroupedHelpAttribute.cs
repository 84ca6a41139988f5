using Nuke.Common.Execution;
using Sluice.Nuke.Arguments;

namespace Sluice.Nuke.Help;

/// <summary>
/// On a build class: <c>--help</c> lists the targets in groups, each with its parameters, and those that this version
/// does not have yet. It is an extension like the engine's own help, and comes before it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GroupedHelpAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    private const int RedirectedWidth = 120;

    /// <summary>After the parameters have their values (100) and the schema is written (75).</summary>
    public override float Priority { get; set; } = 60;

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        if (!Build.Help)
        {
            return;
        }

        var width = Console.IsOutputRedirected ? RedirectedWidth : Math.Clamp(Console.WindowWidth - 1, 60, RedirectedWidth);
        foreach (var line in Render(BuildSurface.Of(Build.GetType()), executableTargets, width))
        {
            Console.WriteLine(line);
        }

        // The engine's own help ends the process in the same way: an extension cannot hand back an exit code.
        Environment.Exit(0);
    }

    internal static IEnumerable<string> Render(BuildSurface surface, IReadOnlyCollection<ExecutableTarget> executableTargets, int width)
    {
        var targets = executableTargets.Where(target => target.Listed).Select(target => Describe(surface, target))
            .Concat(PlannedTargets.All
                .Where(planned => surface.FindTarget(planned.Name) is null)
                .Select(planned => new HelpTarget(TargetGroups.NotYet, planned.Name, planned.Sentence, [], [new HelpOption(string.Join(' ', planned.Parameters), "")])))
            .ToList();
        var defaults = string.Join(", ", executableTargets.Where(target => target.IsDefault).Select(target => target.Name));
        var shownWithTargets = surface.Targets.SelectMany(target => target.Options).ToHashSet();
        var rest = surface.Options.Where(option => option.IsListed && !shownWithTargets.Contains(option)).ToLookup(option => option.IsEngines);
        return HelpPage.Render(
            targets,
            [
                ("Parameters of every target", [.. rest[false].Select(option => Describe(option, defaults))]),
                ("Options of the build engine", [.. rest[true].Select(option => Describe(option, defaults))]),
            ],
            width);
    }

    private static HelpTarget Describe(BuildSurface surface, ExecutableTarget target)
    {
        var known = surface.FindTarget(target.Name);
        return new HelpTarget(
            known?.Group ?? TargetGroups.Other,
            target.Name,
            target.Description ?? "",
            [.. target.ExecutionDependencies.Select(dependency => dependency.Name)],
            [.. (known?.Options ?? []).Where(option => option.IsListed).Select(option => Describe(option, ""))])
        {
            IsDefault = target.IsDefault,
        };
    }

    private static HelpOption Describe(BuildOption option, string defaults) => new(
        $"{option.Dashed} {(option.TakesTargets ? "<target> …" : option.Shape.Placeholder)}".TrimEnd(),
        option.Description is { Length: > 0 } text ? text.Replace("{default_target}", defaults, StringComparison.Ordinal).TrimEnd('.') + "." : "");
}

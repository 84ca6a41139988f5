namespace Sluice.Nuke.Help;

/// <summary>The headings of the help text, in its order.</summary>
public static class TargetGroups
{
    public const string Build = "Build";
    public const string Deploy = "Deploy";
    public const string Operate = "Operate";
    public const string Sandbox = "Sandbox";
    public const string Repository = "Repository";

    /// <summary>For targets whose author named no group.</summary>
    public const string Other = "Other";

    /// <summary>For names that mean something already, see <see cref="PlannedTargets"/>.</summary>
    public const string NotYet = "Not in this version yet";

    private static readonly string[] s_known = [Build, Deploy, Operate, Sandbox, Repository];

    /// <summary>Known ones in their order, an author's own ones after them by name, <see cref="Other"/> and <see cref="NotYet"/> last.</summary>
    internal static IEnumerable<string> Sort(IEnumerable<string> groups) => groups.Distinct()
        .OrderBy(group => Array.IndexOf(s_known, group) is var at and >= 0 ? at : group switch { NotYet => int.MaxValue, Other => int.MaxValue - 1, _ => s_known.Length })
        .ThenBy(group => group, StringComparer.Ordinal);
}

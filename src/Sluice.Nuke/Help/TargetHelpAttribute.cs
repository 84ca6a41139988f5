namespace Sluice.Nuke.Help;

/// <summary>Where a help text lists a target, and which parameters it shows with it.</summary>
/// <param name="group">Heading, usually one of <see cref="TargetGroups"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TargetHelpAttribute(string group) : Attribute
{
    public string Group { get; } = group;

    /// <summary>Names of the fields and properties; by default, for a target of a component, those of the same component.</summary>
    public string[]? Parameters { get; init; }
}

namespace Sluice.Nuke.Arguments;

/// <summary>A target of a build class or one of its components.</summary>
/// <param name="Name">Its property's.</param>
/// <param name="Group">Under which heading a help text lists it.</param>
/// <param name="Options">The parameters that it reads.</param>
public sealed record BuildTarget(string Name, string Group, IReadOnlyList<BuildOption> Options);

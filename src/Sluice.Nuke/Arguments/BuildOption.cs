using System.Reflection;

namespace Sluice.Nuke.Arguments;

/// <summary>A parameter of a build class, of one of its components, or of the build engine.</summary>
/// <param name="Name">As in <c>.nuke/parameters.json</c>.</param>
/// <param name="Shape">What may be given.</param>
/// <param name="Description">One sentence.</param>
/// <param name="DeclaredBy">The class or component.</param>
public sealed record BuildOption(string Name, ValueShape Shape, string? Description, Type DeclaredBy)
{
    /// <summary>Of the engine: every build has it.</summary>
    public bool IsEngines { get; init; }

    /// <summary>No message and no log may repeat its value.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether a help text shows it.</summary>
    public bool IsListed { get; init; } = true;

    /// <summary>The field or property; <see langword="null"/> for what the engine reads without declaring it.</summary>
    public MemberInfo? Member { get; init; }

    /// <summary>The values are names of targets.</summary>
    public bool TakesTargets { get; init; }

    /// <summary><c>--sluice-file</c></summary>
    public string Dashed => "--" + OptionNames.Dashed(Name);
}

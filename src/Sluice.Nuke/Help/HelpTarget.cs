namespace Sluice.Nuke.Help;

/// <summary>A target as a help text shows it.</summary>
/// <param name="Group">Heading.</param>
/// <param name="Name">What is typed.</param>
/// <param name="Sentence">What it does; may be empty.</param>
/// <param name="After">The targets that it runs first.</param>
/// <param name="Options">Its parameters with their sentences.</param>
internal sealed record HelpTarget(string Group, string Name, string Sentence, IReadOnlyList<string> After, IReadOnlyList<HelpOption> Options)
{
    /// <summary>Runs where no target is named.</summary>
    public bool IsDefault { get; init; }
}

/// <param name="Usage">For example <c>--configuration Debug|Release</c>.</param>
/// <param name="Sentence">What it is for; may be empty.</param>
internal sealed record HelpOption(string Usage, string Sentence);

namespace Sluice.Nuke.Help;

/// <summary>A target that this version does not have yet, although its name means something already.</summary>
/// <param name="Name">What will be typed.</param>
/// <param name="Sentence">What it will do.</param>
/// <param name="Today">What exists in its place, with the command.</param>
/// <param name="Parameters">As a help text shows them.</param>
internal sealed record PlannedTarget(string Name, string Sentence, string Today, params string[] Parameters)
{
    /// <summary>The one line for somebody who calls it.</summary>
    public string Refusal => $"{Name} is not in this version yet. {Today}";
}

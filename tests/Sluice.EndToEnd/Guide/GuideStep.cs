namespace Sluice.EndToEnd.Guide;

/// <summary>One thing that a page of the guide asks its reader to do. The closed list is this file.</summary>
internal abstract record GuideStep
{
    private GuideStep()
    {
    }

    /// <summary>Line of the page, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>To write a file.</summary>
    /// <param name="Path">From the folder of the story.</param>
    /// <param name="Content">All of it.</param>
    public sealed record Write(string Path, string Content) : GuideStep;

    /// <summary>To type commands.</summary>
    /// <param name="Script">For bash.</param>
    /// <param name="ExitCode">That it ends with.</param>
    /// <param name="Output">Lines that it prints, in this order, among others; <c>…</c> stands for anything.</param>
    public sealed record Run(string Script, int ExitCode, IReadOnlyList<string> Output) : GuideStep;
}

namespace Sluice.Reports.Ci;

/// <summary>One finding that a build server shows beside the run or the file.</summary>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="Text">What is wrong; may have several lines.</param>
public sealed record Annotation(string Title, string Text)
{
    /// <summary>Relative to the repository; empty where no file is to blame.</summary>
    public string File { get; init; } = "";

    /// <summary>From 1; 0 where it is not known.</summary>
    public int Line { get; init; }

    /// <summary>From 1; 0 where it is not known.</summary>
    public int Column { get; init; }
}

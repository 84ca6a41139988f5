namespace Sluice.Reports.Live;

/// <summary>How a piece of a line looks.</summary>
public enum ScreenTone
{
    Plain,
    Dim,
    Bold,
    Good,
    Bad,
    Busy,

    /// <summary>The stack on trial.</summary>
    Candidate,

    /// <summary>The stack that served before.</summary>
    Stable,
}

/// <summary>A piece of a line.</summary>
public sealed record ScreenText(string Text, ScreenTone Tone = ScreenTone.Plain);

/// <summary>One line of a picture in pieces.</summary>
/// <param name="Left">From the left; what does not fit is cut.</param>
/// <param name="Right">At the right edge, in half of the columns at most.</param>
public sealed record ScreenLine(IReadOnlyList<ScreenText> Left, string Right = "")
{
    public ScreenLine(params ReadOnlySpan<ScreenText> left)
        : this([.. left], "")
    {
    }

    /// <summary>Without colours, for people who read tests and for equality by content.</summary>
    public override string ToString() => $"{string.Concat(Left.Select(piece => piece.Text))}{(Right.Length == 0 ? "" : $" | {Right}")}";
}

namespace Sluice.Reports.Html;

/// <summary>How the part of a deploy that a bar stands for ended.</summary>
public enum BarKind
{
    /// <summary>A phase of the whole.</summary>
    Phase,

    /// <summary>A service came to serve.</summary>
    Ready,

    /// <summary>A service will not.</summary>
    Failed,

    /// <summary>Something else ended it.</summary>
    Cut,
}

/// <summary>One bar of a timeline.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Start">From the start of the deploy.</param>
/// <param name="End">From the start of the deploy; not before <paramref name="Start"/>.</param>
/// <param name="Kind">How it ended.</param>
public sealed record TimelineBar(string Label, TimeSpan Start, TimeSpan End, BarKind Kind);

namespace Sluice.Kubernetes.Api;

/// <summary>A server's clock seen from ours, by the Date of an answer.</summary>
/// <param name="Ahead">How far the server's clock is ahead; negative when it is behind.</param>
/// <param name="Uncertainty">Half the time that the answer took, and half the second that a Date leaves open.</param>
public sealed record ClockComparison(TimeSpan Ahead, TimeSpan Uncertainty)
{
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);

    /// <param name="server">What the answer's Date says; whole seconds, rounded down.</param>
    /// <param name="sent">Our time when the request went out.</param>
    /// <param name="elapsed">Until the answer's headers were there.</param>
    public static ClockComparison Of(DateTimeOffset server, DateTimeOffset sent, TimeSpan elapsed) =>
        new(server + HalfSecond - (sent + (elapsed / 2)), (elapsed / 2) + HalfSecond);

    /// <summary>The difference that is certain: 0 where the clocks may well agree. Never negative.</summary>
    public TimeSpan CertainDifference => Ahead.Duration() > Uncertainty ? Ahead.Duration() - Uncertainty : TimeSpan.Zero;
}

namespace Sluice.Model.Strategies;

/// <summary>How long the stack that served before is kept at its size for an instant rollback, from the end of the release.</summary>
/// <param name="For">Zero for not at all; <see langword="null"/> for until the next release.</param>
public readonly record struct WarmStack(TimeSpan? For)
{
    /// <summary>Scaled down at once.</summary>
    public static WarmStack None { get; } = new(TimeSpan.Zero);

    /// <summary>Kept until the next release.</summary>
    public static WarmStack Full { get; } = new(null);

    public override string ToString() => For switch
    {
        null => "full",
        { Ticks: 0 } => "none",
        var duration => DurationText.Format(duration.Value),
    };
}

using System.Globalization;

namespace Sluice.Rollouts.Locking;

/// <summary>The lock's record at one moment.</summary>
public sealed record LeaseState
{
    /// <summary>Who holds the lock, by a text that no other run has; empty when it is free.</summary>
    public string Holder { get; init; } = "";

    /// <summary>What for (<c>DeployStage of 1a2b3c4d5e6f</c>).</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Where the run can be watched; empty when nowhere.</summary>
    public string Url { get; init; } = "";

    /// <summary>Whether nobody may take the lock over from this holder while it lives.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>So long without a renewal the holder counts as dead; as the holder promised it.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Since when, by the cluster's clock as the holder knew it.</summary>
    public DateTimeOffset? AcquiredAt { get; init; }

    /// <summary>Text that changes with every renewal. A time, but nobody compares it with a clock.</summary>
    public string RenewTime { get; init; } = "";

    /// <summary>How often the lock changed hands since the record was created.</summary>
    public int Transitions { get; init; }

    /// <summary>Grows with every holder, also when the record is deleted and created again in between.</summary>
    public long Fence { get; init; }

    /// <summary>What the store knows this state by; empty for one that is not stored yet.</summary>
    public string Version { get; init; } = "";

    /// <summary>When it was last written, by the server's clock; null when the server does not say.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    public bool IsFree => Holder.Length == 0;

    /// <summary>The text form of <see cref="RenewTime"/>.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}

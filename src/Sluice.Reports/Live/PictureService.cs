namespace Sluice.Reports.Live;

/// <summary>Where a service is on its way.</summary>
public enum ServicePhase
{
    /// <summary>Its turn has not come yet.</summary>
    Waiting,
    Starting,
    Ready,
    Failed,
}

/// <summary>A service as the live view shows it.</summary>
/// <param name="Name">The service.</param>
/// <param name="Phase">Where it is on its way.</param>
/// <param name="Since">When it began to start, counted from the start of the deploy; null while its turn has not come.</param>
/// <param name="Took">How long it took until it was ready; null before.</param>
public sealed record PictureService(string Name, ServicePhase Phase, TimeSpan? Since = null, TimeSpan? Took = null)
{
    /// <summary>New pods that serve.</summary>
    public int Ready { get; init; }

    /// <summary>Pods wanted; 0 while that is not known.</summary>
    public int Desired { get; init; }

    /// <summary>Pods of the new revision, in the order they were seen.</summary>
    public IReadOnlyList<PicturePod> Pods { get; init; } = [];

    /// <summary>Why it failed; empty otherwise.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>A pod as the live view shows it.</summary>
public sealed record PicturePod(string Name, string State, string Detail);

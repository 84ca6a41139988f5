namespace Sluice.Reports.Live;

/// <summary>What a row is about; decides its colour.</summary>
public enum RowKind
{
    Head,
    Waiting,
    Starting,
    Ready,
    Failed,

    /// <summary>A pod beneath its service.</summary>
    Pod,

    /// <summary>A line of a log.</summary>
    Log,

    /// <summary>How much is not shown.</summary>
    More,
}

/// <summary>One row of the live view.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Name">The service or pod; the whole text of other rows.</param>
/// <param name="State">What it does; may be empty.</param>
/// <param name="Time">How long; may be empty.</param>
public sealed record PictureRow(RowKind Kind, string Name, string State = "", string Time = "");

using Sluice.Analysis;
using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Judging;

/// <summary>What one look at a source brought.</summary>
internal sealed record Intake
{
    /// <summary>Nothing that both sides can be compared by yet, which is not the same as no requests.</summary>
    public static Intake Pending { get; } = new();

    /// <summary>Requests and bad answers of both sides; <see langword="null"/> where nobody could tell.</summary>
    public Arms? Errors { get; init; }

    /// <summary>Durations of both sides; <see langword="null"/> where nobody could tell.</summary>
    public LatencyArms? Latency { get; init; }

    /// <summary>Answers to queries; <see langword="null"/> where none was asked.</summary>
    public IReadOnlyList<QueryResult>? Queries { get; init; }

    /// <summary>All of it is from after the last change of the weight.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Why there are no numbers; <see langword="null"/> where the source answered.</summary>
    public string? Problem { get; init; }

    /// <summary>What is odd about it, for people; empty where nothing is.</summary>
    public string Note { get; init; } = "";

    public static Intake Failed(string problem) => new() { Problem = problem };

    public static Intake Failed(MetricsProblem problem) => Failed(problem.ToString());
}

/// <summary>Takes what a gate judges from its source, a look at a time.</summary>
internal interface IIntake
{
    /// <summary>Whether it counts requests: then a step in which none was counted is not passed.</summary>
    bool CountsRequests { get; }

    /// <summary>A look now.</summary>
    /// <param name="pods">The pods of both sides.</param>
    /// <param name="time">By the gate's clock.</param>
    /// <param name="change">Asked after the source has answered.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<Intake> TakeAsync(PodsSeen pods, TimeSpan time, Func<WeightChange> change, CancellationToken cancellationToken);
}

/// <summary>Whether a look belongs to one step and one weight.</summary>
/// <param name="IsStepNew">Its step is not that of the look before.</param>
/// <param name="IsNew">Its step or its weight is not that of the look before.</param>
/// <param name="IsDuring">They changed while the source was asked.</param>
internal readonly record struct WeightChange(bool IsStepNew, bool IsNew, bool IsDuring);

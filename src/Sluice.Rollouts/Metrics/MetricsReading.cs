namespace Sluice.Rollouts.Metrics;

/// <summary>What a source of metrics answers: a reading, or why there is none. Exactly one of both is there.</summary>
/// <param name="Reading">What it has.</param>
/// <param name="Problem">Why it could not be asked. No data is never success.</param>
public sealed record MetricsResult(MetricsReading? Reading, MetricsProblem? Problem)
{
    public static MetricsResult Of(MetricsReading reading) => new(reading, null);

    public static MetricsResult Failed(MetricsProblem problem) => new(null, problem);
}

/// <summary>What was read.</summary>
/// <param name="Series">All series of the pods that were asked for; empty where there are none yet.</param>
/// <param name="Warnings">What is missing from it or odd about it, for people.</param>
public sealed record MetricsReading(IReadOnlyList<RawSeries> Series, IReadOnlyList<string> Warnings)
{
    /// <summary>Series may be missing that are there. Increments of a later reading cover them, but it is no beginning.</summary>
    public bool IsPartial { get; init; }
}

/// <summary>Why a source of metrics has no answer.</summary>
/// <param name="What">What is wrong and where; never with a credential in it.</param>
/// <param name="Next">What to do; empty where nothing helps.</param>
/// <param name="IsInput">Whether what was configured is to blame, rather than the infrastructure.</param>
public sealed record MetricsProblem(string What, string Next = "", bool IsInput = false)
{
    public override string ToString() => Next.Length == 0 ? What : $"{What} Next: {Next}";
}

using Sluice.Rollouts.Metrics;

namespace Sluice.Rollouts.Ports;

/// <summary>Where the numbers about pods come from. Whatever is asked for is answered raw: who asks differences it.</summary>
public interface IMetricsSource
{
    /// <summary>The series of some pods; only cancellation throws.</summary>
    Task<MetricsResult> ReadAsync(MetricsQuestion question, CancellationToken cancellationToken);
}

/// <summary>What is asked of a source of metrics.</summary>
/// <param name="Namespace">Namespace of the pods.</param>
/// <param name="Pods">Their names; at least one, unless there is a <see cref="PodPattern"/>.</param>
/// <param name="Names">Names of metrics; a histogram by its base name, without <c>_bucket</c>. At least one.</param>
public sealed record MetricsQuestion(string Namespace, IReadOnlyList<string> Pods, IReadOnlyList<string> Names)
{
    /// <summary>How far back samples are wanted, for sources that remember; should cover two scrapes.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A regular expression over whole names of pods, for times whose pods nobody can list any more; in place of <see cref="Pods"/>, with sources that remember.</summary>
    public string? PodPattern { get; init; }

    /// <summary>End of the window; <see langword="null"/> for now. Sources without a memory answer now only.</summary>
    public DateTimeOffset? At { get; init; }
}

namespace Sluice.Metrics.Exposition;

/// <summary>One line of what a pod exposes.</summary>
/// <param name="Name">Name as written, with the suffix of its kind.</param>
/// <param name="Labels">Its labels, unescaped.</param>
/// <param name="Value">May be NaN or infinite.</param>
/// <param name="Time">The timestamp beside it; <see langword="null"/> where there is none, as usual.</param>
public sealed record ExpositionSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value, DateTimeOffset? Time);

/// <summary>What a pod exposes, or what is wrong with it. Exactly one of both is there.</summary>
/// <param name="Samples">All lines with a value.</param>
/// <param name="Problem">What is wrong, with the line's number.</param>
public sealed record ExpositionReading(IReadOnlyList<ExpositionSample>? Samples, string? Problem);

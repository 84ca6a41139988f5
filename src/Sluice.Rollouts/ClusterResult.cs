using System.Diagnostics.CodeAnalysis;

namespace Sluice.Rollouts;

/// <summary>What a port answers: a value, or what went wrong. Never both, never neither.</summary>
/// <typeparam name="T">The value.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "A result is made where its type is named; a second type of the same name would only hide that.")]
public sealed record ClusterResult<T>
    where T : class
{
    private ClusterResult(T? value, IReadOnlyList<ClusterProblem> problems)
    {
        Value = value;
        Problems = problems;
    }

    /// <summary>The answer; null exactly when there are problems.</summary>
    public T? Value { get; }

    /// <summary>Every problem, not just the first; empty exactly when there is a value.</summary>
    public IReadOnlyList<ClusterProblem> Problems { get; }

    public static ClusterResult<T> Ok(T value) => new(value, []);

    public static ClusterResult<T> Failed(IReadOnlyList<ClusterProblem> problems) => new(null, problems);

    public static ClusterResult<T> Failed(ClusterProblem problem) => new(null, [problem]);

    /// <summary>Whether there is a value.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value)
    {
        value = Value;
        return value is not null;
    }
}

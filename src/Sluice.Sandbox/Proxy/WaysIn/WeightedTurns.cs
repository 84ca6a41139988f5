namespace Sluice.Sandbox.Proxy.WaysIn;

/// <summary>
/// Whose turn it is among several with weights, so evenly that after any number of turns each has had its share within one
/// (with two of them; within few with more): everyone gains its weight, the richest pays for all. Thread-safe.
/// </summary>
internal sealed class WeightedTurns(IReadOnlyList<int> weights)
{
    private readonly Lock _lock = new();
    private readonly long[] _gained = new long[weights.Count];
    private readonly long _total = weights.Sum(w => (long)w);

    /// <summary>The next one's index; <see langword="null"/> when nobody has any weight.</summary>
    public int? Next()
    {
        if (_total == 0)
        {
            return null;
        }

        lock (_lock)
        {
            int richest = -1;
            for (int i = 0; i < weights.Count; i++)
            {
                _gained[i] += weights[i];
                if (weights[i] > 0 && (richest < 0 || _gained[i] > _gained[richest]))
                {
                    richest = i;
                }
            }

            _gained[richest] -= _total;
            return richest;
        }
    }
}

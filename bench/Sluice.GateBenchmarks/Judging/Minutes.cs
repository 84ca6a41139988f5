using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Judging;

/// <summary>Adds looks up to minutes: what <c>rate(…[1m])</c> sees when it is asked once a minute.</summary>
internal sealed class Minutes
{
    private const double Length = 60;
    private readonly Arm _candidate = new(), _baseline = new();
    private double _ends = Length;

    /// <returns>Whether a minute is over; then both arms hold its totals until the next look.</returns>
    public bool Add(in Look look)
    {
        if (_candidate.IsRead)
        {
            _candidate.Clear();
            _baseline.Clear();
        }

        _candidate.Add(look.Candidate);
        _baseline.Add(look.Baseline);
        if (look.Seconds < _ends)
        {
            return false;
        }

        _ends = look.Seconds + Length;
        _candidate.IsRead = true;
        return true;
    }

    public Arm Candidate => _candidate;

    public Arm Baseline => _baseline;

    /// <summary>One arm's totals of a minute.</summary>
    internal sealed class Arm
    {
        private long[] _buckets = [];

        public bool IsRead { get; set; }

        public long Requests { get; private set; }

        public long Bad { get; private set; }

        /// <summary>Share that failed; <see langword="null"/> without requests.</summary>
        public double? ErrorRate => Requests == 0 ? null : (double)Bad / Requests;

        public void Clear()
        {
            (Requests, Bad, IsRead) = (0, 0, false);
            Array.Clear(_buckets);
        }

        public void Add(ArmCounts counts)
        {
            Requests += counts.Requests;
            Bad += counts.Bad;
            if (_buckets.Length == 0)
            {
                _buckets = new long[counts.Buckets.Length];
            }

            for (var index = 0; index < _buckets.Length; index++)
            {
                _buckets[index] += counts.Buckets[index];
            }
        }

        /// <summary>As <c>histogram_quantile</c>: linear within the bucket, the last bound where it lies beyond.</summary>
        public double? Quantile(double quantile, IReadOnlyList<double> bounds)
        {
            if (Requests == 0 || _buckets.Length == 0)
            {
                return null;
            }

            var rank = quantile * Requests;
            var (below, lower) = (0.0, 0.0);
            for (var index = 0; index < bounds.Count; index++)
            {
                if (below + _buckets[index] >= rank && _buckets[index] > 0)
                {
                    return lower + (bounds[index] - lower) * (rank - below) / _buckets[index];
                }

                below += _buckets[index];
                lower = bounds[index];
            }

            return bounds[^1];
        }
    }
}

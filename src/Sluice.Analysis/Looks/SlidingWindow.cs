using Sluice.Analysis.State;

namespace Sluice.Analysis.Looks;

/// <summary>Counts of the last while, in thirty parts: what leaves the window leaves it a thirtieth at a time.</summary>
internal sealed class SlidingWindow(TimeSpan length)
{
    private const int Parts = 30;

    private readonly double[] _requests = new double[Parts];
    private readonly double[] _bad = new double[Parts];
    private readonly long _part = Math.Max(1, length.Ticks / Parts);
    private double _current;

    public TimeSpan Length => length;

    public Counts Total
    {
        get
        {
            var total = default(Counts);
            for (var i = 0; i < Parts; i++)
            {
                total += new Counts(_requests[i], _bad[i]);
            }

            return total;
        }
    }

    public void Add(Counts counts, TimeSpan time)
    {
        MoveTo(time);
        var index = (int)((long)_current % Parts);
        _requests[index] += counts.Requests;
        _bad[index] += counts.Bad;
    }

    /// <summary>Forgets what is older than the window.</summary>
    public void MoveTo(TimeSpan time)
    {
        // A time that ends a part still belongs to it.
        var current = (time.Ticks - 1) / _part;
        for (var part = Math.Max((long)_current + 1, current - Parts + 1); part <= current; part++)
        {
            (_requests[part % Parts], _bad[part % Parts]) = (0, 0);
        }

        _current = Math.Max(_current, current);
    }

    public void Visit(IState state)
    {
        state.Doubles(_requests);
        state.Doubles(_bad);
        state.Double(ref _current);
    }
}

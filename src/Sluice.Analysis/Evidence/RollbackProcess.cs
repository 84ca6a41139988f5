using Sluice.Analysis.State;

namespace Sluice.Analysis.Evidence;

/// <summary>
/// Evidence that a candidate is worse: half from every interval, half from whole blocks, each a mixture over effects; half of
/// it runs from the start, half is spread over restarts at later steps, so that what begins late is found too.
/// </summary>
internal sealed class RollbackProcess(double[] effects, int steps)
{
    private readonly int _effects = effects.Length;
    private readonly double[] _fast = new double[effects.Length];
    private readonly double[] _robust = new double[effects.Length];

    // What the two had reached when a later step began; only what came since counts for the restart there.
    private readonly double[] _fastBefore = new double[effects.Length * steps];
    private readonly double[] _robustBefore = new double[effects.Length * steps];
    private int _begun;

    /// <summary>ln of the evidence of all of it.</summary>
    public double Log { get; private set; }

    /// <summary>A step begins: the restarts of all steps up to it count from here.</summary>
    public void Begin(int step)
    {
        for (; _begun < step; _begun++)
        {
            _fast.CopyTo(_fastBefore, (_begun + 1) * _effects);
            _robust.CopyTo(_robustBefore, (_begun + 1) * _effects);
        }
    }

    /// <summary>An interval of both sides' traffic; <paramref name="beta"/> is stable's rate as known before it.</summary>
    public void Add(Arms arms, double beta, double rho0, double delta, double kappa)
    {
        var allowed = (rho0 * beta) + delta;
        for (var k = 0; k < _effects; k++)
        {
            var theta = delta > 0 ? Math.Min(0.99, effects[k] * allowed) : effects[k] * allowed;

            // Where nearly everything is bad already there is nothing worse to bet on.
            if (theta > allowed)
            {
                var tilt = IntervalEvidence.TiltOf(arms.Candidate.Requests, arms.Baseline.Requests, theta, beta, rho0, delta);
                _fast[k] += IntervalEvidence.LogOf(arms, tilt, rho0, delta, kappa);
            }
        }
    }

    /// <summary>An interval of independent answers that are often bad, by a known rate.</summary>
    public void AddExact(Arms arms, double beta)
    {
        for (var k = 0; k < _effects; k++)
        {
            var theta = Math.Min(0.99, effects[k] * beta);
            if (theta > beta)
            {
                _fast[k] += BernoulliEvidence.LogOf(arms, theta, beta);
            }
        }
    }

    /// <summary>A block that is over.</summary>
    public void AddBlock(Arms block, double rho0)
    {
        for (var k = 0; k < _effects; k++)
        {
            _robust[k] += BlockBet.LogOf(block, effects[k] * rho0, rho0);
        }
    }

    /// <summary>A block that is over and had no stable to compare with.</summary>
    public void AddBlockAgainst(double objective, Counts candidate)
    {
        if (candidate.Requests <= 0 || objective <= 0)
        {
            return;
        }

        for (var k = 0; k < _effects; k++)
        {
            var theta = Math.Min(0.99, effects[k] * objective);
            if (theta > objective)
            {
                _robust[k] += BlockBet.LogAgainst(objective, candidate, theta);
            }
        }
    }

    /// <summary>Sums up.</summary>
    public void Update()
    {
        var fromStart = Half(0);
        if (steps == 1)
        {
            Log = fromStart;
            return;
        }

        // Restarts that did not begin yet stand at 1.
        var restarts = _begun < steps - 1 ? Math.Log(steps - 1 - _begun) : double.NegativeInfinity;
        for (var step = 1; step <= _begun; step++)
        {
            restarts = LogSum.Add(restarts, Half(step));
        }

        Log = LogSum.Add(fromStart, restarts - Math.Log(steps - 1)) - Ln2;
    }

    public void Visit(IState state)
    {
        state.Doubles(_fast);
        state.Doubles(_robust);
        state.Doubles(_fastBefore);
        state.Doubles(_robustBefore);
        state.Int(ref _begun);
    }

    private const double Ln2 = 0.693147180559945309417;

    private double Half(int step) => LogSum.Add(
        LogSum.Mean(_fast, _fastBefore.AsSpan(step * _effects, _effects)),
        LogSum.Mean(_robust, _robustBefore.AsSpan(step * _effects, _effects))) - Ln2;
}

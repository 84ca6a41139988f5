using System.Globalization;
using Sluice.Analysis.State;
using Sluice.Model.Gates;

namespace Sluice.Analysis.Looks;

/// <summary>
/// Results of queries against bounds. Only one finite number that is not older than a look counts: an empty result, NaN and
/// the infinities (a division by no requests), several series and old values are no measurement, neither good nor bad.
/// </summary>
internal sealed class PromQlJudge(PromQlGate definition, GateContext context)
    : LookingJudge(definition, context, definition.Interval, definition.Failures)
{
    private const string NotAsked = "no new value since the look before";

    // What came since the last look, and what the last look saw.
    private readonly string?[] _problems = [.. definition.Checks.Select(_ => NotAsked)];
    private readonly string?[] _seenProblems = [.. definition.Checks.Select(_ => NotAsked)];
    private double[] _seen = [.. definition.Checks.Select(_ => double.NaN)];
    private double[] _values = [.. definition.Checks.Select(_ => double.NaN)];

    protected override string Fingerprint => $"promql {string.Join(' ', definition.Checks)}";

    protected override void BeginStep() => Forget();

    protected override void Count(in GateSample sample)
    {
        if (sample.Queries is not { } results)
        {
            return;
        }

        for (var i = 0; i < _values.Length; i++)
        {
            var check = definition.Checks[i];
            foreach (var result in results)
            {
                if (result.Check == check.Name)
                {
                    _problems[i] = ProblemOf(result);
                    _values[i] = _problems[i] is null ? result.Values[0] : double.NaN;
                }
            }
        }
    }

    protected override Look LookAt(TimeSpan elapsed)
    {
        _values.CopyTo(_seen, 0);
        _problems.CopyTo(_seenProblems, 0);
        Forget();
        var (failed, unknown) = (false, false);
        for (var i = 0; i < _seen.Length; i++)
        {
            unknown |= double.IsNaN(_seen[i]);
            failed |= IsOutside(i);
        }

        return failed ? Look.Failed : unknown ? Look.Unknown : Look.Passed;
    }

    protected override IReadOnlyList<Seen> Metrics() =>
    [
        .. definition.Checks.Select((check, index) => new Seen(
            new MetricVerdict(check.Name)
            {
                Value = double.IsNaN(_seen[index]) ? null : _seen[index],
                Allowed = check.Bounds.ToString(),
            },
            IsOutside(index),
            _seenProblems[index] is { } problem ? $"{check.Name}: {problem}" : null)),
    ];

    protected override void Visit(IState state)
    {
        base.Visit(state);
        state.List(ref _values);
        state.List(ref _seen);
        for (var i = 0; i < _problems.Length; i++)
        {
            state.Text(ref _problems[i]);
            state.Text(ref _seenProblems[i]);
        }
    }

    private void Forget()
    {
        Array.Fill(_values, double.NaN);
        Array.Fill(_problems, NotAsked);
    }

    private bool IsOutside(int index) => !double.IsNaN(_seen[index]) && !definition.Checks[index].Bounds.Contains(_seen[index]);

    private string? ProblemOf(QueryResult result) => result.Values.Count switch
    {
        0 => "the query gives no value",
        > 1 => string.Create(CultureInfo.InvariantCulture, $"the query gives {result.Values.Count} series; it must give one (sum them)"),
        _ when !double.IsFinite(result.Values[0]) => string.Create(CultureInfo.InvariantCulture, $"the query gives {result.Values[0]}, which is no measurement (it divides by zero)"),
        _ when result.Age > definition.Interval => $"the newest value is {VerdictText.Duration(result.Age.Value)} old, older than the time between two looks",
        _ => null,
    };
}

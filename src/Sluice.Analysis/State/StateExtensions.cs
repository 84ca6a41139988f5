namespace Sluice.Analysis.State;

/// <summary>Shapes made of numbers.</summary>
internal static class StateExtensions
{
    public static void Counts(this IState state, ref Counts counts)
    {
        var (requests, bad) = counts;
        state.Double(ref requests);
        state.Double(ref bad);
        counts = new Counts(requests, bad);
    }

    public static void Arms(this IState state, ref Arms arms)
    {
        var (candidate, baseline) = arms;
        state.Counts(ref candidate);
        state.Counts(ref baseline);
        arms = new Arms(candidate, baseline);
    }

    public static void Flag(this IState state, ref bool flag)
    {
        var number = flag ? 1 : 0;
        state.Int(ref number);
        flag = number != 0;
    }

    /// <summary>An array whose length is part of the state.</summary>
    public static void List(this IState state, ref double[] values)
    {
        var length = values.Length;
        state.Int(ref length);
        if (length != values.Length)
        {
            // A length that cannot be leaves the reader with too little, which it reports.
            values = new double[Math.Clamp(length, 0, 10_000)];
        }

        state.Doubles(values);
    }
}

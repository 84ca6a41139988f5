namespace Sluice.Analysis.State;

/// <summary>What was measured before the rollout travels with the state: a run that goes on elsewhere must not measure it again.</summary>
internal static class ContextState
{
    /// <summary>Writes a context down, or reads it into a copy of one with the same steps.</summary>
    public static GateContext Visit(IState state, GateContext context)
    {
        var (candidatePods, baselinePods) = (context.CandidatePods, context.BaselinePods);
        state.Int(ref candidatePods);
        state.Int(ref baselinePods);
        var known = context.History is not null;
        state.Flag(ref known);
        return context with
        {
            CandidatePods = candidatePods,
            BaselinePods = baselinePods,
            History = known ? Visit(state, context.History ?? new GateHistory()) : null,
        };
    }

    private static GateHistory Visit(IState state, GateHistory history)
    {
        var errors = history.Errors;
        state.Counts(ref errors);
        double[] bounds = [.. history.Bounds];
        state.List(ref bounds);
        var requests = history.Latency.Requests;
        state.Double(ref requests);
        var cumulative = history.Latency.Cumulative.ToArray();
        state.List(ref cumulative);
        double[] errorTraits = history.ErrorTraits is { } traits ? Flat([traits]) : [];
        state.List(ref errorTraits);
        var latencyTraits = Flat(history.LatencyTraits);
        state.List(ref latencyTraits);
        return new GateHistory
        {
            Errors = errors,
            Bounds = bounds,
            Latency = new Histogram(requests, cumulative),
            ErrorTraits = Traits(errorTraits).FirstOrDefault(),
            LatencyTraits = [.. Traits(latencyTraits)],
        };
    }

    private static double[] Flat(IEnumerable<BaselineTraits> traits) =>
        [.. traits.SelectMany(one => new[] { one.Phi, one.Kappa, one.Tau, one.Autocorrelation, one.Blocks })];

    private static IEnumerable<BaselineTraits> Traits(double[] numbers) =>
        numbers.Chunk(5).Where(chunk => chunk.Length == 5).Select(five => new BaselineTraits(five[0], five[1], five[2], five[3]) { Blocks = (int)five[4] });
}

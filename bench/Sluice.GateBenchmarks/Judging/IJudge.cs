using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Judging;

/// <summary>What a judge says after a look.</summary>
internal enum Ruling
{
    Continue,

    /// <summary>The candidate may leave this step of a ramp.</summary>
    Advance,

    Rollback,
}

/// <summary>Anything that watches a candidate: our gate and the comparators see the same traffic through it.</summary>
internal interface IJudge
{
    Ruling Observe(in Look look);
}

/// <summary>A column of the tables.</summary>
/// <param name="Name">As printed.</param>
/// <param name="Create">Makes one for a run. The weights are the steps that it may ramp over; one: it stays there.</param>
internal sealed record JudgeKind(string Name, Func<Scenario, History, IReadOnlyList<double>, IJudge> Create);

namespace Sluice.GateBenchmarks.Comparators;

/// <summary>What Kayenta's judge calls a metric.</summary>
internal enum KayentaLabel
{
    Pass,
    High,
    Low,

    /// <summary>A side has no values: not counted, but half of the metrics without data fail the canary.</summary>
    Nodata,

    /// <summary>No values where the metric must have some: counted as failed.</summary>
    NodataFailMetric,
}

/// <summary>Which difference is bad.</summary>
internal enum KayentaDirection
{
    Increase,
    Decrease,
    Either,
}

/// <summary>One metric of a canary configuration, with the documented defaults.</summary>
internal sealed record KayentaMetric(string Name, string Group, KayentaDirection Direction)
{
    /// <summary>NaN counts as 0 (else it is left out).</summary>
    public bool ReplacesNaN { get; init; }

    public bool MustHaveData { get; init; }

    /// <summary>High or Low fails the whole canary.</summary>
    public bool IsCritical { get; init; }

    /// <summary>Least ratio of means to call it High.</summary>
    public double AllowedIncrease { get; init; } = 1;

    /// <summary>Greatest ratio of means to call it Low.</summary>
    public double AllowedDecrease { get; init; } = 1;
}

using Sluice.Model.Values;

namespace Sluice.Model.Gates;

/// <summary>What holds for gates where <c>sluice.yaml</c> says nothing.</summary>
public static class GateDefaults
{
    /// <value>0.01</value>
    public const double Alpha = 0.01;

    /// <value>0.05</value>
    public const double AlphaPromote = 0.05;

    /// <value>1: a candidate is not worse if its rate is not higher</value>
    public const double Rho0 = 1;

    /// <value>0.001: a tenth of a percent more errors is not worse</value>
    public const double Delta = 0.001;

    /// <value>1: any slow-down is worse</value>
    public const double LatencyFactor = 1;

    /// <value>30</value>
    public const int BlockSeconds = 30;

    /// <value>100</value>
    public const int MinimumRequests = 100;

    /// <value>2</value>
    public const int Failures = 2;

    /// <summary>Where pods expose their metrics.</summary>
    /// <value><c>/metrics</c></value>
    public const string ScrapePath = "/metrics";

    /// <value>30 s, also the least</value>
    public static TimeSpan Dwell { get; } = TimeSpan.FromSeconds(30);

    /// <value>30 min</value>
    public static TimeSpan Deadline { get; } = TimeSpan.FromMinutes(30);

    /// <summary>The first part of every new pod's life that is not counted.</summary>
    /// <value>30 s</value>
    public static TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two looks of a gate with bounds.</summary>
    /// <value>60 s</value>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a query may take.</summary>
    /// <value>10 s</value>
    public static TimeSpan QueryTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <value>0.5 % of all answers bad, 2.5 % slow</value>
    public static MarginDefinition Margins { get; } = new(Share.Percent(0.5m), Share.Percent(2.5m));

    /// <summary>Which series of a request counter are bad.</summary>
    /// <value>those with a <c>code</c> of 5xx</value>
    public static IReadOnlyDictionary<string, string> BadLabels { get; } = new Dictionary<string, string> { ["code"] = "5.." };

    /// <summary>Windows of a burn-rate gate.</summary>
    /// <value>2 % of a 30-day budget in 1 h (14.4 times too fast), 5 % in 6 h (6 times)</value>
    public static IReadOnlyList<BurnRateWindow> BurnRateWindows { get; } =
    [
        new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 14.4),
        new(TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), 6),
    ];

    /// <summary>Where numbers come from when neither gate nor environment says it.</summary>
    /// <value>the pods themselves</value>
    public static MetricsSource Source { get; } = new ScrapeSource(null, ScrapePath);
}

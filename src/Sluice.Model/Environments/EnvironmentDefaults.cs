using Sluice.Model.Values;

namespace Sluice.Model.Environments;

/// <summary>What holds for an environment where <c>sluice.yaml</c> says nothing.</summary>
public static class EnvironmentDefaults
{
    /// <value>rollback</value>
    public const RegressionAction OnRegression = RegressionAction.Rollback;

    /// <value>1</value>
    public const int ApprovalsRequired = 1;

    /// <value>true: nobody approves what they wrote</value>
    public const bool ExcludeAuthor = true;

    /// <value>true</value>
    public const bool Freezable = true;

    /// <value>/</value>
    public const string LoadPath = "/";

    /// <summary>How many releases one can go back to.</summary>
    /// <value>10</value>
    public const int History = 10;

    /// <summary>More are not kept: each is a Secret with its objects, and the ledger has bounds.</summary>
    /// <value>30</value>
    public const int LongestHistory = 30;

    /// <summary>How long workloads may take to become ready.</summary>
    /// <value>2 min</value>
    public static TimeSpan ReadyDeadline { get; } = TimeSpan.FromMinutes(2);

    /// <summary>How long an approval holds.</summary>
    /// <value>24 h</value>
    public static TimeSpan ApprovalExpiry { get; } = TimeSpan.FromHours(24);

    /// <summary>Part of the requests that reuse a connection.</summary>
    /// <value>50 %</value>
    public static Share KeepAlive { get; } = Share.Percent(50);
}

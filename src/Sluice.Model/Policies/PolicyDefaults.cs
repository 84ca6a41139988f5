namespace Sluice.Model.Policies;

/// <summary>What holds for policies where <c>sluice.yaml</c> says nothing.</summary>
public static class PolicyDefaults
{
    /// <summary>Name of the policy of environments that name none.</summary>
    public const string Name = "default";

    /// <value>baseline</value>
    public const PodSecurityLevel PodSecurity = PodSecurityLevel.Baseline;

    /// <value>refuse: what was not looked up is not known to be good</value>
    public const PolicyAction StaleDatabase = PolicyAction.Refuse;

    /// <value>warn</value>
    public const PolicyAction UnknownLicence = PolicyAction.Warn;

    /// <value>no critical finding, no high one</value>
    public static IReadOnlyDictionary<Severity, int> Limits { get; } = new Dictionary<Severity, int> { [Severity.Critical] = 0, [Severity.High] = 0 };

    /// <value>7 d</value>
    public static TimeSpan ScanAge { get; } = TimeSpan.FromDays(7);

    /// <value>7 d</value>
    public static TimeSpan DatabaseAge { get; } = TimeSpan.FromDays(7);

    /// <summary>The policy of environments that name none.</summary>
    public static PolicyDefinition Policy { get; } = new(Name);
}

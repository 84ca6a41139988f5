namespace Sluice.Model.Policies;

/// <summary>How bad a finding is, as databases rate it; the larger the worse.</summary>
public enum Severity
{
    /// <summary>Not rated.</summary>
    Unknown,
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>What a breach of a policy means.</summary>
public enum PolicyAction
{
    /// <summary>Nothing.</summary>
    Allow,

    /// <summary>It is said, and nothing stops.</summary>
    Warn,

    /// <summary>The deploy is refused.</summary>
    Refuse,
}

/// <summary>The Pod Security Standards of Kubernetes, from none to the strictest.</summary>
public enum PodSecurityLevel
{
    Privileged,
    Baseline,
    Restricted,
}

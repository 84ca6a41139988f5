namespace Sluice.Model.Policies;

/// <summary>What a scan may have found, and how old it may be.</summary>
public sealed record ScanPolicy
{
    /// <summary>Findings allowed by severity; a severity that is not named has no limit.</summary>
    public IReadOnlyDictionary<Severity, int> Limits { get; init; } = PolicyDefaults.Limits;

    /// <summary>An older scan is refused; 1 h to 365 d.</summary>
    public TimeSpan MaxAge { get; init; } = PolicyDefaults.ScanAge;

    /// <summary>A vulnerability database older than this is stale; 1 h to 365 d.</summary>
    public TimeSpan DatabaseMaxAge { get; init; } = PolicyDefaults.DatabaseAge;

    /// <summary>What a stale or missing database means.</summary>
    public PolicyAction StaleDatabase { get; init; } = PolicyDefaults.StaleDatabase;

    /// <summary>Whether the image must be signed by a known key.</summary>
    public bool RequiresSignature { get; init; }

    /// <summary>Findings that do not count.</summary>
    public IReadOnlyList<IgnoredFinding> Ignored { get; init; } = [];
}

/// <summary>A finding that a person looked at and accepts for a while.</summary>
/// <param name="Id">Identifier of the finding (<c>CVE-2024-1234</c>, or a rule).</param>
/// <param name="Reason">Why it does not count.</param>
/// <param name="Expires">The last day on which it does not count.</param>
/// <param name="Package">Only for this package; <see langword="null"/> for all.</param>
public sealed record IgnoredFinding(string Id, string Reason, DateOnly Expires, string? Package);

namespace Sluice.Model.Policies;

/// <summary>Which licences may be in an image.</summary>
public sealed record LicencePolicy
{
    /// <summary>SPDX identifiers that are allowed; empty: all that are not denied.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>SPDX identifiers that are refused.</summary>
    public IReadOnlyList<string> Denied { get; init; } = [];

    /// <summary>What a component without a known licence means.</summary>
    public PolicyAction Unknown { get; init; } = PolicyDefaults.UnknownLicence;
}

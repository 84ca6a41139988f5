namespace Sluice.Model.Policies;

/// <summary>What an image and its manifests must fulfil to be deployed.</summary>
/// <param name="Name">Its name in <c>sluice.yaml</c>.</param>
public sealed record PolicyDefinition(string Name)
{
    public ScanPolicy Scan { get; init; } = new();

    public LicencePolicy Licences { get; init; } = new();

    /// <summary>The Pod Security Standard that all pods must meet.</summary>
    public PodSecurityLevel PodSecurity { get; init; } = PolicyDefaults.PodSecurity;
}

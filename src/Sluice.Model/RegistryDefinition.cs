namespace Sluice.Model;

/// <summary>Where images are pushed: the sandbox's registry, or <c>host[:port][/path]</c>.</summary>
/// <param name="Address">Host with optional port and path, without scheme; <see langword="null"/> for the sandbox's registry.</param>
public sealed record RegistryDefinition(string? Address)
{
    /// <summary>The word that stands for the sandbox's registry in <c>sluice.yaml</c>.</summary>
    public const string SandboxKeyword = "sandbox";

    public bool IsSandbox => Address is null;
}

namespace Sluice.Model;

/// <summary>A cluster: the embedded sandbox, or a context of the user's kubeconfig.</summary>
/// <param name="Context">The kubeconfig context; <see langword="null"/> for the sandbox.</param>
public sealed record ClusterDefinition(string? Context)
{
    /// <summary>The word that stands for the embedded sandbox in <c>sluice.yaml</c>.</summary>
    public const string SandboxKeyword = "sandbox";

    public bool IsSandbox => Context is null;
}

namespace Sluice.Model;

/// <summary>A cluster: the embedded sandbox, or one that a kubeconfig names.</summary>
/// <param name="Context">The kubeconfig's context; <see langword="null"/> for the sandbox, or for the current context of <paramref name="Kubeconfig"/>.</param>
/// <param name="Kubeconfig">The kubeconfig file, absolute, from home (<c>~/</c>) or relative to the folder of <c>sluice.yaml</c>; <see langword="null"/> for the one that kubectl would take.</param>
public sealed record ClusterDefinition(string? Context, string? Kubeconfig = null)
{
    /// <summary>The word that stands for the embedded sandbox in <c>sluice.yaml</c>.</summary>
    public const string SandboxKeyword = "sandbox";

    public bool IsSandbox => Context is null && Kubeconfig is null;

    /// <summary>For messages: <c>sandbox</c>, <c>context prod</c>, <c>kubeconfig secrets/prod.yaml, context prod</c>.</summary>
    public override string ToString() => (Context, Kubeconfig) switch
    {
        (null, null) => SandboxKeyword,
        (_, null) => $"context {Context}",
        (null, _) => $"kubeconfig {Kubeconfig}",
        _ => $"kubeconfig {Kubeconfig}, context {Context}",
    };
}

namespace Sluice.Kubernetes.Apply;

/// <summary>Commands to type. Pure.</summary>
internal static class Kubectl
{
    /// <summary><c>kubectl -n p25 delete deployment backend</c></summary>
    public static string For(ApplyTarget target, string verb)
    {
        string place = target.Namespace.Length == 0 ? "" : $"-n {target.Namespace} ";
        string kind = target.Object.Kind.ToLowerInvariant();
        return $"kubectl {place}{verb} {kind} {target.Object.Name}";
    }
}

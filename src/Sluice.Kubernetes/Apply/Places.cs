namespace Sluice.Kubernetes.Apply;

/// <summary>Where the objects of one set go, with what is there now.</summary>
internal sealed record Places(IReadOnlyList<ApplyTarget> Targets, LiveObjects Live)
{
    /// <summary>Whether the object's kind, or its namespace, will only come with the same set.</summary>
    public bool IsUnborn(ApplyTarget target) => target.Planned is not null
        || (target.Namespace.Length > 0 && !Live.HasNamespace(target.Namespace) && Targets.Any(t => t.IsNamespace && t.Object.Name == target.Namespace));
}

namespace Sluice.Kubernetes.Rights;

/// <summary>Leave to do one thing to one kind of object.</summary>
/// <param name="Verb"><c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>update</c>, <c>patch</c>, <c>delete</c>.</param>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Resource">Plural, with its subresource if there is one: <c>pods/log</c>.</param>
/// <param name="Namespace">Empty for objects of the whole cluster.</param>
/// <param name="Why">What a deploy needs it for, to follow "to".</param>
public sealed record Right(string Verb, string Group, string Resource, string Namespace, string Why)
{
    /// <summary>As kubectl and roles name it: <c>deployments.apps</c>, <c>pods/log</c>.</summary>
    public string FullResource => Group.Length == 0 ? Resource
        : Resource.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? $"{Resource[..slash]}.{Group}{Resource[slash..]}"
        : $"{Resource}.{Group}";

    /// <summary>The objects it is needed for, by name; empty when it is needed for the kind as a whole.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}

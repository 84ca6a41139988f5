namespace Sluice.Sandbox.Api.Apply;

/// <summary>
/// A set of paths into an object, as a tree. Path elements are spelled as in FieldsV1: <c>f:name</c> for a field or map key,
/// <c>k:{"name":"x"}</c> for an item of a keyed list, <c>v:"x"</c> for an item of a set.
/// </summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    /// <summary>The path to this node is itself in the set (in FieldsV1: a leaf, or one with <c>.</c>).</summary>
    public bool Member { get; set; }

    public IReadOnlyDictionary<string, FieldSet> Children => _children;

    public bool IsEmpty => !Member && _children.Values.All(c => c.IsEmpty);

    public FieldSet? Child(string element) => _children.GetValueOrDefault(element);

    /// <summary>The child of that name, made when missing.</summary>
    public FieldSet At(string element)
    {
        if (!_children.TryGetValue(element, out var child))
        {
            _children[element] = child = new FieldSet();
        }

        return child;
    }

    public FieldSet Union(FieldSet other) => Combine(this, other, (a, b) => a || b);

    public FieldSet Intersect(FieldSet other) => Combine(this, other, (a, b) => a && b);

    public FieldSet Except(FieldSet other) => Combine(this, other, (a, b) => a && !b);

    /// <summary>Without the path and everything below it.</summary>
    public FieldSet Without(params ReadOnlySpan<string> path)
    {
        var result = Union(new FieldSet());
        var node = result;
        foreach (string element in path[..^1])
        {
            node = node.At(element);
        }

        node._children.Remove(path[^1]);
        return Combine(result, new FieldSet(), (a, _) => a);
    }

    public bool SameAs(FieldSet other) => Except(other).IsEmpty && other.Except(this).IsEmpty;

    /// <summary>Every member's path, in the notation of Kubernetes' conflict messages: <c>.spec.template.spec.containers[name="app"].image</c>.</summary>
    public IEnumerable<string> Paths() => Paths("");

    private static FieldSet Combine(FieldSet a, FieldSet b, Func<bool, bool, bool> member)
    {
        var result = new FieldSet { Member = member(a.Member, b.Member) };
        foreach (string element in a._children.Keys.Union(b._children.Keys))
        {
            var child = Combine(a.Child(element) ?? new FieldSet(), b.Child(element) ?? new FieldSet(), member);
            if (!child.IsEmpty)
            {
                result._children[element] = child;
            }
        }

        return result;
    }

    private IEnumerable<string> Paths(string prefix)
    {
        if (Member)
        {
            yield return prefix;
        }

        foreach (var (element, child) in _children)
        {
            foreach (string path in child.Paths(prefix + PathElement.Display(element)))
            {
                yield return path;
            }
        }
    }
}

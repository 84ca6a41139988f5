namespace Sluice.Sandbox.Proxy.WaysIn;

/// <summary>The paths that a way in is for: one, or all below one. A prefix is compared element by element, a slash at its end does not count.</summary>
internal readonly record struct PathPattern(string Value, bool IsExact)
{
    /// <summary>Everything.</summary>
    public static PathPattern All { get; } = new("/", IsExact: false);

    /// <summary>How much of a path it fixes.</summary>
    public int Length => IsExact ? Value.Length : Prefix.Length;

    private string Prefix => Value.TrimEnd('/');

    public bool Matches(string path) => IsExact
        ? path == Value
        : path.StartsWith(Prefix, StringComparison.Ordinal) && (path.Length == Prefix.Length || path[Prefix.Length] == '/');

    public override string ToString() => IsExact ? $"={Value}" : $"{Prefix}/";
}

namespace Sluice.Sandbox.Proxy.WaysIn;

/// <summary>The hosts that a way in is for.</summary>
/// <param name="Text">A name, one that begins with <c>*.</c>, or empty for any host.</param>
/// <param name="IsDeep">Whether <c>*</c> stands for several labels, as in an HTTPRoute, or for exactly one, as in an Ingress.</param>
internal readonly record struct HostPattern(string Text, bool IsDeep = false)
{
    /// <summary>The more particular, the higher: a name before a wildcard, a longer wildcard before a shorter, any host last.</summary>
    public int Rank => Text switch
    {
        "" => 0,
        ['*', ..] => Text.Length,
        _ => int.MaxValue,
    };

    public bool Matches(string host)
    {
        if (Text is not ['*', .. var suffix])
        {
            return Text.Length == 0 || Text.Equals(host, StringComparison.OrdinalIgnoreCase);
        }

        int labels = host.Length - suffix.Length;
        return labels > 0 && host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && (IsDeep || !host.AsSpan(0, labels).Contains('.'));
    }

    public override string ToString() => Text.Length == 0 ? "*" : Text;
}

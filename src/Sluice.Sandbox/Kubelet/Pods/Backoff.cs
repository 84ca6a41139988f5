namespace Sluice.Sandbox.Kubelet.Pods;

/// <summary>Waits that double: none before the first repetition (or 10 s, if asked), then 10 s up to 5 min.</summary>
internal sealed class Backoff(bool waitsAtOnce)
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>A container that ran this long starts afresh.</summary>
    public static readonly TimeSpan Forgiven = TimeSpan.FromMinutes(10);

    private TimeSpan _next = waitsAtOnce ? First : TimeSpan.Zero;

    /// <summary>The wait from now on; the one after it is longer.</summary>
    public TimeSpan Take()
    {
        var taken = _next;
        _next = taken == TimeSpan.Zero ? First : TimeSpan.FromTicks(Math.Min(Longest.Ticks, taken.Ticks * 2));
        return taken;
    }

    public void Reset() => _next = waitsAtOnce ? First : TimeSpan.Zero;
}

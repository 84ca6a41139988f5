namespace Sluice.Kubernetes.Traffic;

/// <summary>How the traffic of a lane is shared, as pointers express it and their endpoints bear out.</summary>
/// <param name="Weight">The candidate's weight, 0–100; <see langword="null"/> while old and new are mixed otherwise than by a weight.</param>
/// <param name="Served">The candidate's share of what really serves, in percent; <see langword="null"/> where nothing serves or that is not known.</param>
/// <param name="IsPromoted">Whether every pointer names the candidate alone, its endpoints are there, and nothing that helped on the way is left.</param>
internal sealed record TrafficSight(int? Weight, double? Served, bool IsPromoted)
{
    /// <summary>Nothing is known.</summary>
    public static TrafficSight Unknown { get; } = new(null, null, false);
}

using Sluice.Model.Values;

namespace Sluice.Model.Services;

/// <summary>What one pod of a service asks for and may use at most, by resource (<c>cpu</c>, <c>memory</c>, …).</summary>
/// <param name="Requests">Set aside for it; never more than its limit.</param>
/// <param name="Limits">The most it gets.</param>
public sealed record ResourceDefinition(IReadOnlyDictionary<string, Quantity> Requests, IReadOnlyDictionary<string, Quantity> Limits)
{
    public static ResourceDefinition None { get; } = new(new Dictionary<string, Quantity>(), new Dictionary<string, Quantity>());
}

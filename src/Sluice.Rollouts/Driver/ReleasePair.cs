using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Driver;

/// <summary>What the release that serves and the one on trial share, and what the second changes of it.</summary>
/// <param name="Serving">Shared objects of the release that serves; <see langword="null"/> where it is not known.</param>
/// <param name="Next">Shared objects of the release on trial.</param>
internal sealed record ReleasePair(IReadOnlyList<ManifestObject>? Serving, IReadOnlyList<ManifestObject> Next)
{
    private SharedChanges Changes => SharedChanges.Between(Serving ?? [], Next);

    /// <summary>Applied before the first candidate.</summary>
    public IReadOnlyList<ManifestObject> Before => Ordered(Changes.Before);

    /// <summary>Applied after the promotion: all of them, so that what drifted meanwhile is as it should be.</summary>
    public IReadOnlyList<ManifestObject> After => Ordered(Next);

    /// <summary>Applied on the way back; empty where nothing was changed, or what served is not known.</summary>
    public IReadOnlyList<ManifestObject> Back => Changes.Before.Count == 0 || Serving is null ? [] : Ordered(Serving);

    /// <summary>Removed on the way back: what only the release on trial has.</summary>
    public IReadOnlyList<ManifestObject> Added => Serving is null ? [] : SharedChanges.Between(Next, Serving).Removed;

    /// <param name="serving">As the environment keeps it; null where it does not.</param>
    /// <param name="services">Services of the release on trial: those that have stacks there have them for the comparison.</param>
    /// <param name="next">The release on trial, parted.</param>
    public static ReleasePair Of(StoredRelease? serving, IReadOnlyList<ServiceTarget> services, StackSplit next)
    {
        var split = Earlier(serving, services);
        return new ReleasePair(split?.Shared, next.Shared);
    }

    /// <summary>The release that serves, parted as the one on trial; null where it is not kept, or cannot be parted so.</summary>
    public static StackSplit? Earlier(StoredRelease? serving, IReadOnlyList<ServiceTarget> services)
    {
        var stacked = services.Where(service => service.HasStacks).Select(service => service.Name).ToHashSet();
        var split = serving is null
            ? null
            : StackRelease.Split(serving with { Services = [.. serving.Services.Select(service => service with { HasStacks = stacked.Contains(service.Name) })] });
        return split is { IsPossible: true } ? split : null;
    }

    // Of Secrets no data is stored, so those of an earlier release cannot be applied; what is content-named is still there.
    private static IReadOnlyList<ManifestObject> Ordered(IReadOnlyList<ManifestObject> objects) => [.. objects.OrderBy(item => ApplyOrder.Rank(item.Kind))];
}

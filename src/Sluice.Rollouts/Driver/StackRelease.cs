using Sluice.Manifests;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Driver;

/// <summary>A release of services that have stacks, out of what an environment keeps of it. Pure.</summary>
public static class StackRelease
{
    /// <summary>
    /// Parts stored objects as they were parted when they were deployed. Secrets among the config have no data there, so they are left
    /// out: whoever needs them finds them in the cluster or not at all.
    /// </summary>
    public static StackSplit Split(StoredRelease stored)
    {
        var names = stored.Services.Where(service => service.HasStacks).Select(service => service.Name).ToHashSet();
        ServiceRevision[] revisions =
        [
            .. from item in stored.Objects
               where ApplyOrder.IsWorkload(item.Kind) && stored.Services.Any(service => service.Name == item.Name)
               let revision = LedgerEntries.RevisionOf(item)
               where revision.Length > 0
               select new ServiceRevision(item.Name, item, revision, ""),
        ];
        var split = StackTransformation.Split(
            new ReleaseOutcome(stored.Objects, revisions, "", []), names, [.. stored.Services.Where(service => !service.HasStacks).Select(service => service.Name)]);
        return split with
        {
            Stacks = [.. split.Stacks.Select(WithoutSecrets)],
            Rolling = [.. split.Rolling.Select(WithoutSecrets)],
            Shared = [.. split.Shared.Where(item => !StoredRelease.IsSecret(item))],
        };
    }

    private static ServiceStack WithoutSecrets(ServiceStack stack) => stack with { Config = [.. stack.Config.Where(item => !StoredRelease.IsSecret(item))] };
}

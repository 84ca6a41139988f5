using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Driver;

/// <summary>A release of services that have stacks, and where it is to go.</summary>
public sealed record RolloutRequest
{
    /// <summary>What a deploy of any kind says; its objects are the rendered ones, not yet parted.</summary>
    public required DeployRequest Deploy { get; init; }

    /// <summary>The rendered objects, parted.</summary>
    public required StackSplit Split { get; init; }

    /// <summary>The services in the environment.</summary>
    public required IReadOnlyList<ServicePlacement> Placements { get; init; }

    /// <summary>What happens when a candidate is found worse.</summary>
    public RegressionAction OnRegression { get; init; } = EnvironmentDefaults.OnRegression;

    /// <summary>What happens when a gate cannot decide.</summary>
    public InconclusiveAction OnInconclusive { get; init; } = InconclusiveAction.Rollback;

    /// <summary>Whether an interruption leaves the weights as they are.</summary>
    public bool Leaves { get; init; }

    /// <summary>Run once before the first pod.</summary>
    public IReadOnlyList<ServiceHook> Before { get; init; } = [];

    /// <summary>Run once when everything is promoted and was looked at.</summary>
    public IReadOnlyList<ServiceHook> After { get; init; } = [];

    /// <summary>Told of the services that are about to be shifted step by step, before anything of that begins; what it says is for people and stops nothing.</summary>
    public Func<IReadOnlyList<Lane>, CancellationToken, Task> Announce { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Who drives it, for the journal.</summary>
    public string Driver { get; init; } = "";

    /// <summary>Fencing number of the lock that this run holds.</summary>
    public Func<long> Fence { get; init; } = () => 0;

    /// <summary>The release as the environment keeps it.</summary>
    public StoredRelease Stored => StoredRelease.Of(Deploy.Release.RenderedHash, Deploy.Objects, Deploy.Services);

    /// <summary>Everything that is applied sooner or later, as it is applied.</summary>
    public IReadOnlyList<ManifestObject> Applied => [.. Split.Shared, .. Split.Stacks.Concat(Split.Rolling).SelectMany(stack => stack.Objects)];
}

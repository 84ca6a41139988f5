using Sluice.Manifests.Stacks;

namespace Sluice.Rollouts.Driver;

/// <summary>A rollout with everything that going on with it takes.</summary>
public sealed record RolloutRun
{
    /// <summary>Where it stands.</summary>
    public required RolloutRecord Record { get; init; }

    /// <summary>The request that it came from; of one that another process began, its stored part.</summary>
    public required RolloutRequest Request { get; init; }

    /// <summary>Services with a new revision.</summary>
    public required IReadOnlyList<Lane> Lanes { get; init; }

    /// <summary>Stacks that serve this very revision already.</summary>
    public IReadOnlyList<(ServiceStack Stack, StackFacts Facts)> InPlace { get; init; } = [];

    /// <summary>Services that are updated in place and serve this very revision already.</summary>
    public IReadOnlyList<ServiceStack> Rolling { get; init; } = [];

    /// <summary>Stacks of earlier releases.</summary>
    public IReadOnlyList<StackFacts> Others { get; init; } = [];

    internal ReleasePair Shared { get; init; } = new(null, []);

    internal Deploy.LedgerRecord Ledger { get; init; } = null!;

    internal long Started { get; init; }
}

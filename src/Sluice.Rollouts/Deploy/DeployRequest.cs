using Sluice.Manifests;
using Sluice.Model.Environments;

namespace Sluice.Rollouts.Deploy;

/// <summary>What is to be deployed, and where.</summary>
public sealed record DeployRequest
{
    /// <summary>What the ledger will say.</summary>
    public required Release Release { get; init; }

    /// <summary>The environment's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>All rendered objects, in any order.</summary>
    public required IReadOnlyList<ManifestObject> Objects { get; init; }

    /// <summary>What this run had to do before the deploy, such as creating the namespace.</summary>
    public IReadOnlyList<ObjectChange> Before { get; init; } = [];

    /// <summary>The services of the release with their levels.</summary>
    public required IReadOnlyList<ServiceTarget> Services { get; init; }

    /// <summary>How long the workloads of one level may take; more than zero.</summary>
    public required TimeSpan ReadyDeadline { get; init; }

    /// <summary>How long ready services may take to answer through their Service.</summary>
    public TimeSpan SmokeDeadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many releases one can go back to; at least 1.</summary>
    public int HistoryLimit { get; init; } = EnvironmentDefaults.History;

    /// <summary>
    /// Compares what the server says it would do with what was approved: a line per difference, none when it is the same. Null
    /// where nothing was approved beforehand. Not asked after <see cref="Before"/>, whose doer asked it.
    /// </summary>
    public Func<IReadOnlyList<ObjectChange>, CancellationToken, Task<IReadOnlyList<string>>>? Review { get; init; }

    /// <summary>Whether the earlier release comes back by itself when this one fails; else a person decides.</summary>
    public bool ReturnsOnFailure { get; init; } = true;
}

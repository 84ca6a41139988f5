namespace Sluice.Model.Services;

/// <summary>What a failed hook means.</summary>
public enum HookFailure
{
    /// <summary>The rollout ends and goes back.</summary>
    Stop,

    /// <summary>It is reported, and the rollout goes on.</summary>
    Continue,
}

/// <summary>A job that belongs to a rollout.</summary>
/// <param name="Job">What runs.</param>
/// <param name="OnFailure">What its failure means.</param>
/// <param name="IsIrreversible">The previous release cannot work with what it leaves; a rollback past it warns.</param>
public sealed record HookDefinition(JobDefinition Job, HookFailure OnFailure, bool IsIrreversible);

/// <summary>The hooks of a service, each list in its order.</summary>
/// <param name="Before">Run once before the first pod of a new release; must suit the release that serves (expand).</param>
/// <param name="After">Run once after the last look at the new release (contract).</param>
public sealed record ServiceHooks(IReadOnlyList<HookDefinition> Before, IReadOnlyList<HookDefinition> After)
{
    public static ServiceHooks None { get; } = new([], []);
}

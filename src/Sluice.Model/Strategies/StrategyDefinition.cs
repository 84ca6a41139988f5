namespace Sluice.Model.Strategies;

/// <summary>How a new release takes over from the one that serves.</summary>
/// <param name="Name">Its name in <c>sluice.yaml</c>.</param>
public abstract record StrategyDefinition(string Name)
{
    /// <summary>How messages and <c>sluice.yaml</c> call the kind: <c>rolling</c>, <c>canary</c>, <c>blueGreen</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>How long the previous stack stays warm; <see langword="null"/> for what the environment says.</summary>
    public WarmStack? Warm { get; init; }
}

/// <summary>Updated in place by the cluster, a few pods at a time.</summary>
public sealed record RollingStrategy(string Name) : StrategyDefinition(Name)
{
    public override string Kind => "rolling";
}

/// <summary>The candidate gets more and more of the traffic, then all of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Steps">What happens on the way, in order; promotion to all of the traffic follows. Has a step with a weight.</param>
public sealed record CanaryStrategy(string Name, IReadOnlyList<RolloutStep> Steps) : StrategyDefinition(Name)
{
    public override string Kind => "canary";

    /// <summary>The weights, rising.</summary>
    public IEnumerable<int> Weights => Steps.OfType<WeightStep>().Select(step => step.Weight);
}

/// <summary>The candidate is made ready beside the stable stack, then gets all of the traffic at once.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Preview">Size of the candidate before the switch; it is scaled to full size before it serves.</param>
/// <param name="Checks">What must hold before the switch, in order: jobs, questions, pauses.</param>
/// <param name="Bake">How long the gate looks after the switch.</param>
public sealed record BlueGreenStrategy(string Name, StackSize Preview, IReadOnlyList<RolloutStep> Checks, TimeSpan Bake) : StrategyDefinition(Name)
{
    public override string Kind => "blueGreen";
}

namespace Sluice.Model.Strategies;

/// <summary>What holds for strategies where <c>sluice.yaml</c> says nothing.</summary>
public static class StrategyDefaults
{
    /// <summary>Name of the built-in rolling strategy.</summary>
    public const string Rolling = "rolling";

    /// <summary>Name of the built-in canary.</summary>
    public const string Canary = "canary";

    /// <summary>Name of the built-in blue-green strategy.</summary>
    public const string BlueGreen = "blueGreen";

    /// <summary>What happens when a pause runs out.</summary>
    /// <value>Continue</value>
    public const PauseEnd AfterPause = PauseEnd.Continue;

    /// <summary>The steps of the built-in canary.</summary>
    /// <value>5, 25, 50 percent</value>
    public static IReadOnlyList<RolloutStep> Steps { get; } = [new WeightStep(5), new WeightStep(25), new WeightStep(50)];

    /// <summary>Size of a blue-green candidate before the switch.</summary>
    /// <value>full</value>
    public static StackSize Preview { get; } = StackSize.Full;

    /// <summary>How long the gate looks after a blue-green switch.</summary>
    /// <value>10 min</value>
    public static TimeSpan Bake { get; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the previous stack stays warm.</summary>
    /// <value>15 min</value>
    public static WarmStack Warm { get; } = new(TimeSpan.FromMinutes(15));

    /// <summary>The strategies that need not be defined, by name.</summary>
    public static IReadOnlyDictionary<string, StrategyDefinition> BuiltIn { get; } = new Dictionary<string, StrategyDefinition>
    {
        [Rolling] = new RollingStrategy(Rolling),
        [Canary] = new CanaryStrategy(Canary, Steps),
        [BlueGreen] = new BlueGreenStrategy(BlueGreen, Preview, [], Bake),
    };
}

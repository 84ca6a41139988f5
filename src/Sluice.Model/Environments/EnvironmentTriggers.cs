namespace Sluice.Model.Environments;

/// <summary>What deploys to an environment by itself.</summary>
/// <param name="Environment">Its name.</param>
/// <param name="Triggers">As in the file; may be empty.</param>
public sealed record EnvironmentTriggers(string Environment, IReadOnlyList<TriggerDefinition> Triggers);

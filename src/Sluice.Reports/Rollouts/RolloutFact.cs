namespace Sluice.Reports.Rollouts;

/// <summary>Something to tell of a rollout. What several services do at the same time is told once.</summary>
/// <param name="Text">What.</param>
/// <param name="Service">Of whom; empty for the whole rollout.</param>
internal sealed record RolloutFact(string Text, string Service = "")
{
    /// <summary>What belongs to this service alone; left out where several are told of together.</summary>
    public string Detail { get; init; } = "";

    public bool IsUrgent { get; init; }

    public bool IsHeartbeat { get; init; }

    /// <summary>Services that get lines of their own; of more, some are named and the others counted.</summary>
    private const int MaximumNames = 4;

    /// <summary>The lines of facts, in their order.</summary>
    public static IEnumerable<RolloutLine> Lines(IEnumerable<RolloutFact> facts, DateTimeOffset at) => facts
        .GroupBy(fact => (fact.Text, fact.Service.Length == 0, fact.IsUrgent, fact.IsHeartbeat))
        .SelectMany(group => Texts([.. group]).Select(text => new RolloutLine(at, UntrustedText.Line(text), group.Key.IsUrgent, group.Key.IsHeartbeat)));

    private static IEnumerable<string> Texts(IReadOnlyList<RolloutFact> same) => same[0].Service.Length == 0
        ? [same[0].Text + same[0].Detail]
        : same.Count <= MaximumNames
            ? same.Select(fact => $"  {fact.Service} {fact.Text}{fact.Detail}")
            : [RolloutWording.Text($"  {string.Join(", ", same.Take(MaximumNames - 1).Select(fact => fact.Service))} and {same.Count - MaximumNames + 1} more {same[0].Text}")];
}

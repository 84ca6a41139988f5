using Sluice.Model.Files.Shapes;
using Sluice.Model.Strategies;

namespace Sluice.Model.Files.Sections;

/// <summary><c>strategies:</c></summary>
internal static class StrategySchema
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    /// <summary><c>full</c>, <c>none</c> or a duration.</summary>
    public static Shape<WarmStack> Warm { get; } = new KeywordShape<WarmStack>(
        new MappedShape<TimeSpan, WarmStack>(CommonShapes.Seconds(1, s_longest), duration => new WarmStack(duration)),
        ("full", WarmStack.Full),
        ("none", WarmStack.None));

    private static readonly Field<WarmStack?> s_warm = Field.MaybeValue("warm", "How long the previous stack stays for an instant rollback", Warm, "the environment's warm");

    private static readonly Field<StrategyDraft?> s_rolling = Field.Maybe(
        "rolling", "Updated in place, a few pods at a time", new RecordShape<StrategyDraft>("a rolling strategy", [], _ => new StrategyDraft(new RollingStrategy(""), [])));

    private static readonly Field<IReadOnlyList<StepDraft>> s_steps = Field.Required(
        "steps", "What happens on the way to all of the traffic, in order", new ListShape<StepDraft>(StepSchema.Step, isSet: false, least: 1));

    private static readonly Field<StrategyDraft?> s_canary = Field.Maybe(
        "canary", "More and more of the traffic, then all of it", new RecordShape<StrategyDraft>("a canary", [s_steps, s_warm], BuildCanary));

    private static readonly Field<StackSize> s_preview = Field.Optional(
        "preview", "Size of the candidate before the switch; it is full before it serves", new StackSizeShape(), StrategyDefaults.Preview);

    private static readonly Field<IReadOnlyList<StepDraft>> s_checks = Field.Optional<IReadOnlyList<StepDraft>>(
        "checks", "What must hold before the switch, in order", new ListShape<StepDraft>(StepSchema.Check, isSet: false), []);

    private static readonly Field<TimeSpan> s_bake = Field.Optional(
        "bake", "How long the gate looks after the switch", CommonShapes.Seconds(0, s_longest), StrategyDefaults.Bake);

    private static readonly Field<StrategyDraft?> s_blueGreen = Field.Maybe(
        "blueGreen", "Made ready beside the stable stack, then all of the traffic at once", new RecordShape<StrategyDraft>("a blue-green strategy", [s_preview, s_checks, s_bake, s_warm], BuildBlueGreen));

    /// <summary>How a strategy is named where one is meant.</summary>
    public static Shape<string> Name { get; } = new TextShape<string>("the name of a strategy of this file, or rolling, canary, blueGreen", Names.Identifier, Names.IdentifierPattern);

    public static Shape<StrategyDraft> Strategy { get; } = new RecordShape<StrategyDraft>(
        "a strategy",
        [s_rolling, s_canary, s_blueGreen],
        values => values.Get(s_canary) ?? values.Get(s_blueGreen) ?? values.Get(s_rolling) ?? new StrategyDraft(new RollingStrategy(""), []),
        [s_rolling, s_canary, s_blueGreen]);

    private static StrategyDraft BuildCanary(FieldValues values)
    {
        var steps = values.Get(s_steps) ?? [];
        if (steps.Count > 0 && !steps.Any(step => step.Step is WeightStep))
        {
            values.Report(s_steps, "has no step with a weight", "at least one step with a weight, or the strategy blueGreen");
        }

        return new StrategyDraft(new CanaryStrategy("", []) { Warm = values.Get(s_warm) }, steps);
    }

    private static StrategyDraft BuildBlueGreen(FieldValues values)
    {
        var strategy = new BlueGreenStrategy("", values.Get(s_preview), [], values.Get(s_bake)) { Warm = values.Get(s_warm) };
        return new StrategyDraft(strategy, values.Get(s_checks) ?? []);
    }
}

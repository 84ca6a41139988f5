using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Services;
using Sluice.Model.Strategies;

namespace Sluice.Model.Files.Sections;

/// <summary>The steps of a canary, and the checks of a blue-green strategy.</summary>
internal static class StepSchema
{
    private const string WeightAllowed = "dwell, deadline and gate beside weight only";
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    private static readonly Field<Located<int>?> s_weight = Field.Maybe("weight", "Percent of the traffic", new LocatedShape<int>(new IntegerShape(1, 100)));
    private static readonly Field<StackSize?> s_replicas = Field.MaybeValue("replicas", "Size of the candidate", new StackSizeShape(), "what the weight needs");
    private static readonly Field<TimeSpan?> s_dwell = Field.MaybeValue(
        "dwell", "How long the step lasts at least", CommonShapes.Seconds(0, s_longest), "the gate's dwell");

    private static readonly Field<TimeSpan?> s_deadline = Field.MaybeValue(
        "deadline", "How long the gate may take", CommonShapes.Seconds(1, s_longest), "the gate's deadline");

    private static readonly Field<Located<string>?> s_gate = Field.Maybe("gate", "The gate that judges the step", new LocatedShape<string>(GateSchema.Name), "the service's gate");

    private static readonly Field<TimeSpan?> s_pauseTimeout = Field.MaybeValue("timeout", "How long", CommonShapes.Seconds(1, s_longest), "as long as it takes");
    private static readonly Field<PauseEnd> s_pauseThen = Field.Optional(
        "then", "What happens after it", new ChoiceShape<PauseEnd>(("continue", PauseEnd.Continue), ("rollback", PauseEnd.Rollback)), StrategyDefaults.AfterPause);

    private static readonly Shape<PauseStep> s_pauseShape = new EitherShape<PauseStep>(
        new KeywordShape<PauseStep>(
            new MappedShape<TimeSpan, PauseStep>(CommonShapes.Seconds(1, s_longest), timeout => new PauseStep(timeout, StrategyDefaults.AfterPause)),
            ("forever", new PauseStep(null, StrategyDefaults.AfterPause))),
        new RecordShape<PauseStep>("a pause", [s_pauseTimeout, s_pauseThen], values => new PauseStep(values.Get(s_pauseTimeout), values.Get(s_pauseThen))));

    private static readonly Field<string> s_question = Field.Required("question", "What is to be checked", CommonShapes.Line);
    private static readonly Field<TimeSpan?> s_manualTimeout = Field.MaybeValue("timeout", "After this it counts as no", CommonShapes.Seconds(1, s_longest), "never");
    private static readonly Shape<ManualStep> s_manualShape = new EitherShape<ManualStep>(
        new MappedShape<string, ManualStep>(CommonShapes.Line, question => new ManualStep(question, null)),
        new RecordShape<ManualStep>("a question", [s_question, s_manualTimeout], values => new ManualStep(values.Get(s_question) ?? "", values.Get(s_manualTimeout))));

    private static readonly Field<PauseStep?> s_pause = Field.Maybe("pause", "Waits for a person's Promote, or for a time", s_pauseShape);
    private static readonly Field<JobDefinition?> s_smoke = Field.Maybe("smoke", "A job that must succeed against the candidate", JobSchema.Job);
    private static readonly Field<ManualStep?> s_manual = Field.Maybe("manual", "A question to a person; Promote is yes, Abort is no", s_manualShape);

    /// <summary>A step of a canary.</summary>
    public static Shape<StepDraft> Step { get; } = new RecordShape<StepDraft>(
        "a step", [s_weight, s_replicas, s_dwell, s_deadline, s_gate, s_pause, s_smoke, s_manual], BuildStep);

    /// <summary>What must hold before a blue-green switch.</summary>
    public static Shape<StepDraft> Check { get; } = new RecordShape<StepDraft>(
        "a check", [s_pause, s_smoke, s_manual], values => new StepDraft(Other(values), null, null), [s_pause, s_smoke, s_manual]);

    private static StepDraft BuildStep(FieldValues values)
    {
        CheckKinds(values);
        if (!values.Has(s_weight))
        {
            return new StepDraft(values.Get(s_replicas) is { } size ? new ReplicasStep(size) : Other(values), null, null);
        }

        var weight = values.Get(s_weight);
        var step = new WeightStep(weight?.Value ?? 0)
        {
            Replicas = values.Get(s_replicas),
            Dwell = values.Get(s_dwell),
            Deadline = values.Get(s_deadline),
        };
        return new StepDraft(step, weight, values.Get(s_gate));
    }

    private static void CheckKinds(FieldValues values)
    {
        const string Allowed = "exactly one of weight (with replicas, dwell, deadline, gate), replicas, pause, smoke, manual";
        // With a weight, replicas belong to it.
        RecordField first = values.Has(s_weight) ? s_weight : s_replicas;
        var given = new[] { first, s_pause, s_smoke, s_manual }.Where(values.Has).ToList();
        if (given.Count == 0)
        {
            values.Report("says none of weight, replicas, pause, smoke, manual", Allowed);
        }

        foreach (var further in given.Skip(1))
        {
            values.Report(further, $"stands beside {given[0].Name}", Allowed);
        }

        foreach (var stray in new RecordField[] { s_dwell, s_deadline, s_gate }.Where(field => values.Has(field) && !values.Has(s_weight)))
        {
            values.Report(stray, "stands without weight", WeightAllowed);
        }
    }

    private static RolloutStep Other(FieldValues values) =>
        values.Get(s_smoke) is { } job ? new SmokeStep(job)
        : values.Get(s_manual) is { } manual ? manual
        : values.Get(s_pause) ?? new PauseStep(null, StrategyDefaults.AfterPause);
}

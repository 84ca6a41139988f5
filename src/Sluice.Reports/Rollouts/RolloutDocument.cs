using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Sweeping;

namespace Sluice.Reports.Rollouts;

/// <summary>An environment's newest rollout as scripts read it, over or not.</summary>
/// <param name="Number">Its number in the ledger.</param>
/// <param name="Version">What goes live.</param>
/// <param name="Stage">How far it is as a whole.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Since">When that began.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="IsPaused">Whether a person wants no further step to begin.</param>
/// <param name="Reason">Why it does not go on; <see langword="null"/> while it does.</param>
/// <param name="Driver">Who drives it, or did last.</param>
/// <param name="IsDriven">Whether that run may be alive: the environment's lock is held.</param>
/// <param name="Services">In the order of its plan.</param>
/// <param name="LastLines">The end of its journal, oldest first.</param>
public sealed record RolloutDocument(
    int Number,
    string Version,
    RolloutStage Stage,
    RolloutPhase Phase,
    DateTimeOffset Since,
    DateTimeOffset StartedAt,
    bool IsPaused,
    RolloutReason? Reason,
    string Driver,
    bool IsDriven,
    IReadOnlyList<RolloutServiceDocument> Services,
    IReadOnlyList<JournalLine> LastLines)
{
    private const int MaximumLines = 20;

    /// <summary><see langword="null"/> where there never was one.</summary>
    public static RolloutDocument? Of(RolloutGlance glance) => glance.Record is { } record
        ? new RolloutDocument(
            record.Number,
            record.Release.Version,
            record.Stage,
            record.State.Phase,
            record.State.Since,
            record.StartedAt,
            record.State.IsPaused,
            record.State.Reason,
            record.Driver,
            glance.IsDriven && glance.Open is not null,
            [.. record.State.Plan.Services.Zip(record.State.Services, (plan, service) => new RolloutServiceDocument(service.Service, service.Phase, service.Step + 1, plan.Steps.Count, RolloutWording.Step(plan.Steps[service.Step]), service.Weight, service.Pods, service.Since))],
            [.. glance.Lines.TakeLast(MaximumLines)])
        : null;
}

/// <summary>One service of a rollout.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Step">The step that it is in, from 1.</param>
/// <param name="Steps">How many there are.</param>
/// <param name="Does">What the step does, in a word or two.</param>
/// <param name="Weight">Percent of the traffic that the candidate is to have.</param>
/// <param name="Pods">Pods that the candidate is to have.</param>
/// <param name="Since">When the phase began.</param>
public sealed record RolloutServiceDocument(string Name, ServicePhase Phase, int Step, int Steps, string Does, int Weight, int Pods, DateTimeOffset Since);

/// <summary>Something that falls due after the command that began it has ended.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Text">One sentence for people.</param>
/// <param name="At">When it is due.</param>
/// <param name="IsDue">Whether it is.</param>
public sealed record DueDocument(DueKind Kind, string Text, DateTimeOffset At, bool IsDue)
{
    public static IReadOnlyList<DueDocument> Of(RolloutGlance glance) => [.. glance.Due.Select(item => new DueDocument(item.Kind, item.Text, item.At, item.IsDue(glance.At)))];
}

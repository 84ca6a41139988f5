using System.Text;

namespace Sluice.Rollouts.Machine;

/// <summary>One way from a phase to another.</summary>
/// <param name="From">The phase before.</param>
/// <param name="To">The phase after.</param>
/// <param name="When">When it is taken.</param>
public sealed record Transition<TPhase>(TPhase From, TPhase To, string When)
    where TPhase : struct, Enum;

/// <summary>Every transition that there is. The machine takes no other.</summary>
public static class RolloutTransitions
{
    public static IReadOnlyList<Transition<RolloutPhase>> Rollout { get; } =
    [
        new(RolloutPhase.Running, RolloutPhase.Held, "a gate cannot decide (`onInconclusive: pause`), or a candidate is worse (`onRegression: hold`)"),
        new(RolloutPhase.Running, RolloutPhase.Suspended, "the process is interrupted"),
        new(RolloutPhase.Running, RolloutPhase.Returning, "a candidate is worse, is not ready or fails its job; a gate cannot decide; nobody answers; pointers are not read back; a person aborts"),
        new(RolloutPhase.Running, RolloutPhase.Finishing, "every service of the last level is promoted"),
        new(RolloutPhase.Held, RolloutPhase.Running, "a person promotes or resumes"),
        new(RolloutPhase.Held, RolloutPhase.Suspended, "the process is interrupted"),
        new(RolloutPhase.Held, RolloutPhase.Returning, "a person aborts, or something fails that nobody is to be asked about"),
        new(RolloutPhase.Suspended, RolloutPhase.Running, "a person resumes"),
        new(RolloutPhase.Suspended, RolloutPhase.Held, "a person resumes, and it was held because a candidate is worse"),
        new(RolloutPhase.Suspended, RolloutPhase.Returning, "a person aborts"),
        new(RolloutPhase.Returning, RolloutPhase.CleaningUp, "the traffic of every service is back, or stays where only the candidate serves"),
        new(RolloutPhase.CleaningUp, RolloutPhase.RolledBack, "evidence is saved and the candidates are gone, or their time is over"),
        new(RolloutPhase.CleaningUp, RolloutPhase.Stranded, "the same, and the traffic of a service could not go back"),
        new(RolloutPhase.Finishing, RolloutPhase.Succeeded, "the stacks that served before are on record as warm, or their time is over"),
    ];

    public static IReadOnlyList<Transition<ServicePhase>> Services { get; } =
    [
        new(ServicePhase.Waiting, ServicePhase.Scaling, "its level begins; where nothing serves yet, with the last step"),
        new(ServicePhase.Waiting, ServicePhase.Removed, "the rollout goes back before its level began"),
        new(ServicePhase.Scaling, ServicePhase.Shifting, "a step with a weight: the candidate is ready and stable's capacity is held"),
        new(ServicePhase.Scaling, ServicePhase.Settled, "a step that only scales: the candidate is ready"),
        new(ServicePhase.Scaling, ServicePhase.Acting, "any other step: the candidate is ready; or its weight is taken away until a person decides"),
        new(ServicePhase.Shifting, ServicePhase.Acting, "the weight is read back; or it is taken away until a person decides"),
        new(ServicePhase.Shifting, ServicePhase.Scaling, "interrupted: the step begins anew; or resumed without its weight"),
        new(ServicePhase.Acting, ServicePhase.Settled, "the gate passes and the dwell is over, no gate is asked for, the job passes, the pause runs out, a person promotes, or there is no healthy stable stack"),
        new(ServicePhase.Acting, ServicePhase.Scaling, "interrupted: the step begins anew; or a person promotes and the weight had been taken away"),
        new(ServicePhase.Settled, ServicePhase.Scaling, "the others of its level are as far: the next step begins; or interrupted: this one begins anew"),
        new(ServicePhase.Settled, ServicePhase.Promoting, "the last step is done by the whole level"),
        new(ServicePhase.Settled, ServicePhase.Acting, "its weight is taken away until a person decides"),
        new(ServicePhase.Promoting, ServicePhase.Promoted, "the pointers name it, read back"),
        new(ServicePhase.Promoting, ServicePhase.Scaling, "interrupted: the last step begins anew"),
        new(ServicePhase.Promoting, ServicePhase.Acting, "its weight is taken away until a person decides"),
        new(ServicePhase.Promoted, ServicePhase.Acting, "its weight is taken away until a person decides"),
        .. Back("the rollout goes back and its level is next", ServicePhase.Returning),
        // Never while it acts: where nothing served before, nobody judges.
        .. Back("the rollout goes back and nothing served before it", ServicePhase.Kept).Where(one => one.From != ServicePhase.Acting),
        new(ServicePhase.Returning, ServicePhase.Returned, "weight 0 is read back"),
        new(ServicePhase.Returning, ServicePhase.Stranded, "only the candidate serves for 20 s, or weight 0 is not read back in time"),
        new(ServicePhase.Returned, ServicePhase.Removed, "its evidence is saved and its candidate is gone"),
    ];

    /// <summary>Both tables as a page of the reference.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append("# The rollout machine\n\nMade from the code; not edited by hand. A rollout decides by its state and by what it sees, nothing else; these are all the states and all the ways between them.\n");
        Table(page, "The rollout", Rollout);
        Table(page, "Each service in it", Services);
        return page.ToString();
    }

    private static IEnumerable<Transition<ServicePhase>> Back(string when, ServicePhase to) =>
        Enum.GetValues<ServicePhase>().Where(phase => phase is >= ServicePhase.Scaling and <= ServicePhase.Promoted).Select(from => new Transition<ServicePhase>(from, to, when));

    private static void Table<TPhase>(StringBuilder page, string title, IReadOnlyList<Transition<TPhase>> transitions)
        where TPhase : struct, Enum
    {
        page.Append("\n## ").Append(title).Append("\n\n| from | to | when |\n|---|---|---|\n");
        foreach (var one in transitions.OrderBy(one => one.From).ThenBy(one => one.To))
        {
            page.Append("| ").Append(one.From).Append(" | ").Append(one.To).Append(" | ").Append(one.When).Append(" |\n");
        }

        page.Append("\nTerminal: ").AppendJoin(", ", Enum.GetValues<TPhase>().Where(phase => transitions.All(one => !one.From.Equals(phase)))).Append(".\n");
    }
}

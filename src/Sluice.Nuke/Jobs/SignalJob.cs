using System.Security.Cryptography;
using Serilog;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Reports.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Nuke.Jobs;

/// <summary>What a person asks of the rollout that is under way, from any terminal. Needs the environment's cluster alone.</summary>
internal static class SignalJob
{
    /// <param name="session">The run.</param>
    /// <param name="environmentName">Where; <see langword="null"/> when the user named none.</param>
    /// <param name="wish">What is asked.</param>
    /// <param name="reason">Why; may be empty.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildFailedException">There is nothing to ask for, or nobody heard it.</exception>
    public static async Task RunAsync(SluiceSession session, string? environmentName, SignalWish wish, string? reason, CancellationToken cancellationToken)
    {
        var environment = session.EnvironmentOf(environmentName, wish.Target);
        var comment = DecisionInput.Comment(reason, wish.Target, environment.Name);
        using var cluster = await EnvironmentCluster.OpenAsync(session, environment, cancellationToken);
        var me = (await People.MeAsync(session, cluster, cancellationToken)) is [var name, ..] ? name : RunIdentity.Create().Name;
        var outcome = await new SignalDelivery(cluster.Journal, cluster.Signals, cluster.Lock.LookAsync, session.Clock).RunAsync(Asked, cancellationToken);
        if (outcome is SignalOutcome.Undriven { Record: var left } && wish.NeedsDriver)
        {
            Say([ControlLines.TakenUp(left, environment.Name)]);
            await DriveAsync(session, cluster, environment, wish, left, Asked(left.Number), cancellationToken);
        }
        else
        {
            End(environment.Name, wish, outcome, session.Clock.GetUtcNow());
        }

        PersonSignal Asked(int rollout) => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), rollout, wish.Signal, me, session.Clock.GetUtcNow(), comment);
    }

    private static async Task DriveAsync(SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, SignalWish wish, RolloutRecord left, PersonSignal asked, CancellationToken cancellationToken)
    {
        if (!wish.ComesAfterResume(left.State.Phase))
        {
            await ResumeJob.RunAsync(session, cluster, environment, wish.Target, wish.Signal, ControlLines.Asked(asked), cancellationToken);
            return;
        }

        if (await cluster.Signals.PostAsync(asked, cancellationToken) is { } refused)
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, $"{environment.Name}: {refused}");
        }

        try
        {
            await ResumeJob.RunAsync(session, cluster, environment, wish.Target, RolloutSignal.Resume, "", cancellationToken);
        }
        finally
        {
            // Where the rollout could not be taken up, nobody has heard it, and nobody is to hear it later.
            await cluster.Signals.TakeAsync([asked.Id], CancellationToken.None);
        }
    }

    /// <exception cref="BuildFailedException">What was asked for does not come true.</exception>
    private static void End(string environment, SignalWish wish, SignalOutcome outcome, DateTimeOffset now)
    {
        switch (outcome)
        {
            case SignalOutcome.Heard heard:
                Say(ControlLines.Heard(heard.Record, environment, wish.Signal, now));
                break;
            case SignalOutcome.Ended ended:
                Say([ControlLines.Ended(ended.Record, environment)]);
                break;
            case SignalOutcome.NothingRuns nothing when wish.IsContentWithNothing:
                Say([ControlLines.Nothing(nothing.Last, environment)]);
                break;
            case SignalOutcome.NothingRuns nothing:
                throw new BuildFailedException(ExitCodes.BadInput, $"{ControlLines.Nothing(nothing.Last, environment)} So there is nothing that {wish.Target} could go on with.\nNext: ./build.sh Status shows what runs where");
            case SignalOutcome.Undriven undriven:
                Say(ControlLines.Undriven(undriven.Record, environment, now));
                break;
            case SignalOutcome.Unheard unheard:
                throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', ControlLines.Unheard(unheard.Record, environment, wish.Target, unheard.Lock, SignalDelivery.Patience)));
            case SignalOutcome.Failed failed:
                throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', failed.Problems.Select(problem => $"{environment}: {problem}")));
        }
    }

    private static void Say(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            Log.Information("{Line:l}", line);
        }
    }
}

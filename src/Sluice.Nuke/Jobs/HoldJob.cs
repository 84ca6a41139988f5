using Serilog;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>Lifts holds. Needs the environment's cluster alone.</summary>
internal static class HoldJob
{
    /// <exception cref="BuildFailedException">There is no such hold, no reason, or the cluster does not take it.</exception>
    public static async Task LiftAsync(SluiceSession session, string? environmentName, string? version, string? reason, CancellationToken cancellationToken)
    {
        var environment = session.EnvironmentOf(environmentName, "LiftHold");
        var why = DecisionInput.Reason(reason, "LiftHold", environment.Name);
        using var cluster = await EnvironmentCluster.OpenAsync(session, environment, cancellationToken);
        var read = await cluster.Admission.ReadAsync(cancellationToken);
        if (!read.Succeeded(out var book))
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', read.Problems));
        }

        var hold = DecisionInput.Choose([.. book.HoldsInForce], held => held.Version, version, $"Nothing is on hold in {environment.Name}.");
        var lift = new HoldLift((await People.MeAsync(session, cluster, cancellationToken))[0], session.Clock.GetUtcNow(), why);
        if (await cluster.Admission.LiftAsync(hold.Revisions, lift, cancellationToken) is { } problem)
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, problem.ToString());
        }

        Log.Information("{Line:l}", $"{hold.Version} may go to {environment.Name} again. It was rolled back {AdmissionTexts.Time(hold.Since)}: {hold.Reason}");
    }
}

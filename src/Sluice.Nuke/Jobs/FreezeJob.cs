using System.Globalization;
using Serilog;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>Freezes an environment and ends that. Needs its cluster alone.</summary>
internal static class FreezeJob
{
    /// <exception cref="BuildFailedException">Something is missing or wrong, or the cluster does not take it.</exception>
    public static async Task FreezeAsync(SluiceSession session, string? environmentName, string? reason, string? until, CancellationToken cancellationToken)
    {
        var environment = session.EnvironmentOf(environmentName, "Freeze");
        if (!environment.IsFreezable)
        {
            throw new BuildFailedException(ExitCodes.BadInput, $"{environment.Name} cannot be frozen: sluice.yaml says 'freezable: false'.");
        }

        var why = DecisionInput.Reason(reason, "Freeze", environment.Name);
        var now = session.Clock.GetUtcNow();
        var end = End(until, now);
        using var cluster = await EnvironmentCluster.OpenAsync(session, environment, cancellationToken);
        var freeze = new Freeze(why, (await People.MeAsync(session, cluster, cancellationToken))[0], now, end);
        await WriteAsync(cluster, freeze, cancellationToken);
        Log.Information("{Line:l}", $"{environment.Name} is frozen {(end is { } at ? $"until {AdmissionTexts.Time(at)}" : "until ./build.sh Unfreeze")}: {why}. Rollbacks still go.");
    }

    /// <exception cref="BuildFailedException">The cluster does not take it.</exception>
    public static async Task UnfreezeAsync(SluiceSession session, string? environmentName, CancellationToken cancellationToken)
    {
        var environment = session.EnvironmentOf(environmentName, "Unfreeze");
        using var cluster = await EnvironmentCluster.OpenAsync(session, environment, cancellationToken);
        var read = await cluster.Admission.ReadAsync(cancellationToken);
        if (!read.Succeeded(out var book))
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', read.Problems));
        }

        if (book.Freeze is not { } freeze)
        {
            Log.Information("{Line:l}", $"{environment.Name} is not frozen; nothing was changed.");
            return;
        }

        await WriteAsync(cluster, null, cancellationToken);
        Log.Information("{Line:l}", $"{environment.Name} takes releases again; it was frozen by {freeze.By} since {AdmissionTexts.Time(freeze.Since)}: {freeze.Reason}");
    }

    private static async Task WriteAsync(EnvironmentCluster cluster, Freeze? freeze, CancellationToken cancellationToken)
    {
        if (await cluster.Admission.FreezeAsync(freeze, cancellationToken) is { } problem)
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, problem.ToString());
        }
    }

    private static DateTimeOffset? End(string? until, DateTimeOffset now)
    {
        if (until is null)
        {
            return null;
        }

        var end = DurationText.Parse(until) is { } duration
            ? now + duration
            : DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : (DateTimeOffset?)null;
        return end > now
            ? end
            : throw new BuildFailedException(
                ExitCodes.BadInput,
                $"--until {until}: {(end is null ? "neither a duration nor a time" : "that is not in the future")}. Allowed: a duration such as 8h or 2d, or a time such as {now.AddDays(1).UtcDateTime.ToString("yyyy-MM-ddTHH:00:00Z", CultureInfo.InvariantCulture)}");
    }
}

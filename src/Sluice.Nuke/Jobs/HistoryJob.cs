using Serilog;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Nuke.Hosting.Output;
using Sluice.Reports;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>Shows the ledgers of all environments.</summary>
internal static class HistoryJob
{
    /// <param name="session">The run.</param>
    /// <param name="jsonFile">File that gets all of it as JSON, relative to the root; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildFailedException">A cluster cannot be asked.</exception>
    public static async Task RunAsync(SluiceSession session, string? jsonFile, CancellationToken cancellationToken)
    {
        var environments = new List<EnvironmentHistory>();
        foreach (var environment in session.Pipeline.Environments)
        {
            using var cluster = await EnvironmentCluster.LookAsync(session, environment, cancellationToken);
            if (cluster is null)
            {
                Log.Information("{Environment}: the sandbox does not run. Type: ./build.sh SandboxUp", environment.Name);
                continue;
            }

            environments.Add(await ReadAsync(cluster, environment, cancellationToken));
        }

        if (jsonFile is { Length: > 0 })
        {
            await JsonFile.WriteAsync(session, jsonFile, new HistoryDocument(environments).ToJson(), cancellationToken);
        }
    }

    private static async Task<EnvironmentHistory> ReadAsync(EnvironmentCluster cluster, EnvironmentDefinition environment, CancellationToken cancellationToken)
    {
        var ledger = await cluster.Ledger.ReadAsync(cancellationToken);
        var keys = await cluster.Releases.KeysAsync(cancellationToken);
        if (!ledger.Succeeded(out var entries) || !keys.Succeeded(out var stored))
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', ledger.Problems.Concat(keys.Problems)));
        }

        foreach (var line in HistoryLines.Describe(environment.Name, entries, stored))
        {
            Log.Information("{Line:l}", line);
        }

        return EnvironmentHistory.Of(environment.Name, environment.Namespace, entries, stored);
    }
}

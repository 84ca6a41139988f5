using Nuke.Common;
using Serilog;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Help;
using Sluice.Nuke.Hosting;
using Sluice.Nuke.Hosting.Output;
using Sluice.Reports;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Components;

/// <summary>What runs where.</summary>
public interface IStatus : IHazJson
{
    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Json)])]
    Target Status => _ => _
        .Description("Shows what runs in each environment, since when and from which commit.")
        .Executes(() => Session.RunAsync(async cancellationToken =>
        {
            var environments = new List<EnvironmentDocument>();
            var failures = new List<BuildFailedException>();
            foreach (var environment in Session.Pipeline.Environments)
            {
                try
                {
                    using var cluster = await EnvironmentCluster.LookAsync(Session, environment, cancellationToken);
                    if (cluster is null)
                    {
                        Log.Information("{Environment}: the sandbox does not run. Type: ./build.sh SandboxUp", environment.Name);
                        continue;
                    }

                    environments.Add(await ReadAsync(Session, cluster, environment, cancellationToken));
                }
                catch (BuildFailedException failure)
                {
                    // The others are still worth looking at.
                    failures.Add(failure);
                }
            }

            foreach (var error in Session.Unavailable.SelectMany(environment => environment.Errors))
            {
                Log.Warning("{Error:l}", error.ToString());
            }

            if (Json is { Length: > 0 } file)
            {
                await JsonFile.WriteAsync(Session, file, new StatusDocument(environments).ToJson(), cancellationToken);
            }

            if (failures.Count > 0)
            {
                throw new BuildFailedException(failures[0].ExitCode, string.Join('\n', failures.Select(failure => failure.Message)));
            }
        }));

    private static async Task<EnvironmentDocument> ReadAsync(
        SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, CancellationToken cancellationToken)
    {
        var services = await cluster.Status.ReadAsync(environment.Namespace, [.. session.Pipeline.Services.Select(service => service.Name)], cancellationToken);
        var ledger = await cluster.Ledger.ReadAsync(cancellationToken);
        var turn = await cluster.Lock.LookAsync(cancellationToken);
        var admission = await cluster.Admission.ReadAsync(cancellationToken);
        if (!services.Succeeded(out var statuses) || !ledger.Succeeded(out var entries) || !turn.Succeeded(out var holder) || !admission.Succeeded(out var book))
        {
            throw new BuildFailedException(
                ExitCodes.Infrastructure,
                string.Join('\n', services.Problems.Concat(ledger.Problems).Concat(turn.Problems).Concat(admission.Problems)));
        }

        foreach (var line in StatusLines.Describe(environment.Name, statuses, entries, session.Clock.GetUtcNow()))
        {
            Log.Information("{Line:l}", line);
        }

        foreach (var line in AdmissionLines.Describe(book, session.Clock.GetUtcNow()))
        {
            Log.Information("{Line:l}", line);
        }

        if (LockLines.Status(holder) is { } locked)
        {
            Log.Information("{Line:l}", locked);
        }

        return new EnvironmentDocument(environment.Name, environment.Namespace, statuses, entries.Count == 0 ? null : entries[^1], LockDocument.Of(holder), AdmissionDocument.Of(book, session.Clock.GetUtcNow()));
    }
}

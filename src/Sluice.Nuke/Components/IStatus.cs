using Nuke.Common;
using Serilog;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Help;
using Sluice.Nuke.Hosting;
using Sluice.Nuke.Hosting.Output;
using Sluice.Nuke.Jobs;
using Sluice.Reports;

namespace Sluice.Nuke.Components;

/// <summary>What runs where.</summary>
public interface IStatus : IHazJson
{
    [Parameter("Status goes on showing what changes in rollouts until none is under way.")]
    bool Watch => TryGetValue<bool?>(() => Watch) ?? false;

    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Json), nameof(Watch)])]
    Target Status => _ => _
        .Description("Shows what runs in each environment, since when and from which commit, which rollout is under way and what falls due.")
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

                    environments.Add(await StatusJob.ReadAsync(Session, cluster, environment, cancellationToken));
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

            if (Watch)
            {
                await StatusJob.WatchAsync(Session, cancellationToken);
            }
        }));
}

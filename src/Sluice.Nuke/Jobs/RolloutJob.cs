using Serilog;
using Sluice.Manifests.Checks;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Model;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Reports.Html;
using Sluice.Rollouts;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Plan;

namespace Sluice.Nuke.Jobs;

/// <summary>Rolls a release out: where services have stacks, where a gate watches, where hooks run.</summary>
internal static class RolloutJob
{
    /// <summary>Whether releases are rolled out there, rather than updated in place.</summary>
    public static bool IsFor(EnvironmentDefinition environment) => environment.Services.Any(service => HasStacks(service) || service.Gate is not NoGate);

    /// <summary>Whether each revision of the service has a stack of its own.</summary>
    public static bool HasStacks(ServicePlacement placement) => placement.Strategy is not RollingStrategy;

    /// <summary>The request of a release.</summary>
    /// <exception cref="BuildFailedException">The manifests cannot be parted into stacks.</exception>
    public static RolloutRequest RequestOf(SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, DeployRequest deploy, ReleaseOutcome rendered)
    {
        var split = StackTransformation.Split(rendered, [.. environment.Services.Where(HasStacks).Select(service => service.Service)], [.. environment.Services.Where(service => !HasStacks(service)).Select(service => service.Service)]);
        foreach (var warning in split.Findings.Where(finding => finding.Severity == FindingSeverity.Warning))
        {
            Log.Warning("{Finding:l}", warning.ToString());
        }

        if (!split.IsPossible)
        {
            throw new BuildFailedException(
                ExitCodes.BadInput,
                $"The manifests of {environment.Name} ({environment.Overlay}) cannot be rolled out as sluice.yaml asks. Nothing was changed.\n{string.Join('\n', split.Findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => $"  {finding}"))}");
        }

        return new RolloutRequest
        {
            Deploy = deploy,
            Split = split,
            Placements = environment.Services,
            OnRegression = environment.OnRegression,
            OnInconclusive = environment.OnInconclusive ?? (Console.IsOutputRedirected ? InconclusiveAction.Rollback : InconclusiveAction.Pause),
            Leaves = session.Leaves,
            Before = Hooks(session.Pipeline, environment, hooks => hooks.Before),
            After = Hooks(session.Pipeline, environment, hooks => hooks.After),
            Driver = RunIdentity.Create().Name,
            Fence = () => cluster.Lock.Fence,
        };
    }

    /// <summary>How a rollout would go, for a plan; empty where services are updated in place.</summary>
    public static IReadOnlyList<string> Forecast(RolloutRequest? request)
    {
        if (request is null)
        {
            return [];
        }

        var levels = request.Deploy.Services.ToDictionary(service => service.Name, service => service.Level);
        return RolloutForecast.Of(
        [
            .. from stack in request.Split.Stacks.Concat(request.Split.Rolling)
               let placement = request.Placements.Single(one => one.Service == stack.Service)
               select PlanBuilder.Of(placement, levels[stack.Service], Math.Max(1, stack.Replicas)),
        ]);
    }

    /// <summary>Goes on with a rollout that another process began. The environment's lock is held.</summary>
    public static RolloutContinuation Continuation(SluiceSession session, EnvironmentDefinition environment, RolloutPorts ports) => new(ports, environment.Services, session.Clock)
    {
        Before = Hooks(session.Pipeline, environment, hooks => hooks.Before),
        After = Hooks(session.Pipeline, environment, hooks => hooks.After),
        HistoryLimit = environment.History,
    };

    /// <summary>Makes this run the driver of a rollout.</summary>
    public static RolloutRecord Adopt(EnvironmentCluster cluster, RolloutRecord record) => record with { Driver = RunIdentity.Create().Name, Fence = cluster.Lock.Fence };

    /// <summary>Keeps the report of a rollout. Answers with where it is, in a line for people.</summary>
    public static IReadOnlyList<string> Keep(SluiceSession session, EnvironmentDefinition environment, string target, Release release, RolloutOutcome outcome, DeployWatch watch)
    {
        var report = DeployReport.Of(outcome, release, watch.History.LastOrDefault(entry => entry.Outcome == LedgerOutcome.Succeeded), watch.Run(target, environment.Name));
        var place = ReportFolder.Of(session).Keep(report);
        session.Server.Tell(report, place);
        return place;
    }

    /// <summary>Records in the registry how the release fared, for the environments after it.</summary>
    public static Task RecordAsync(SluiceSession session, EnvironmentDefinition environment, Release release, RolloutOutcome outcome, string target, CancellationToken cancellationToken) =>
        PromotionJob.RecordAsync(session, environment, release, PromotionJob.OutcomeOf(outcome), target, cancellationToken);

    /// <summary>Puts a release on hold that was found bad; prints how the rollout ended.</summary>
    /// <exception cref="BuildFailedException">The release does not serve.</exception>
    public static async Task EndAsync(
        SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, RolloutOutcome outcome, AdmissionSubject? subject, IReadOnlyList<string> summary, CancellationToken cancellationToken)
    {
        if (subject is not null)
        {
            await AdmissionJob.HoldAsync(cluster, environment, HoldRules.After(outcome, subject, session.Clock.GetUtcNow()), cancellationToken.IsCancellationRequested ? CancellationToken.None : cancellationToken);
        }

        if (ExitCodes.Of(outcome) is var exitCode && exitCode != ExitCodes.Done)
        {
            throw new BuildFailedException(exitCode, string.Join('\n', summary)) { IsTold = true };
        }

        foreach (var line in summary)
        {
            Log.Information("{Line:l}", line);
        }
    }

    private static IReadOnlyList<ServiceHook> Hooks(Pipeline pipeline, EnvironmentDefinition environment, Func<Model.Services.ServiceHooks, IReadOnlyList<Model.Services.HookDefinition>> choose) =>
    [
        .. from level in ServiceOrder.Levels(pipeline)
           from service in level
           from hook in choose(service.Hooks)
           select new ServiceHook(service.Name, environment.Service(service.Name).Namespace, hook),
    ];
}

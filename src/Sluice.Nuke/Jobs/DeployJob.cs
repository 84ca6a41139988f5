using Serilog;
using Sluice.Manifests.Releases;
using Sluice.Model;
using Sluice.Model.Environments;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Reports;
using Sluice.Reports.Html;
using Sluice.Reports.Rollouts;
using Sluice.Rollouts;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Locking;

namespace Sluice.Nuke.Jobs;

/// <summary>Brings the images of this run into an environment.</summary>
internal static class DeployJob
{
    /// <param name="session">The run.</param>
    /// <param name="environmentName">Where to.</param>
    /// <param name="target">The target that was asked for, for "the next command".</param>
    /// <param name="cancellationToken">Ends the deploy in good order.</param>
    /// <exception cref="BuildFailedException">The environment does not serve the release; the message says why and what to do.</exception>
    public static async Task RunAsync(SluiceSession session, string environmentName, string target, CancellationToken cancellationToken)
    {
        var environment = session.Environment(environmentName);
        DeployRefusals.Check(session.Pipeline, environment);
        var approved = await PlanJob.ReadAsync(session, session.ApprovedPlan, environment, cancellationToken);
        var set = await ReleaseChoice.ForAsync(session, environment, session.ReleaseVersion, target, cancellationToken);
        var release = new Release(set.Version, set.Commit, (await session.GitAsync(cancellationToken)).Author, set.Images, "");
        var rendered = RenderJob.Render(session, environment, release.Images);

        using var cluster = await EnvironmentCluster.OpenAsync(session, environment, cancellationToken);
        var request = RequestOf(session, environment, release, rendered);
        var rollout = RolloutJob.IsFor(environment) ? RolloutJob.RequestOf(session, cluster, environment, request, rendered) : null;
        if (approved is not null)
        {
            var asked = request with { Objects = rollout?.Applied ?? request.Objects };
            request = request with { Review = (expected, token) => PlanJob.ReviewAsync(session, cluster, approved, asked, rollout, expected, token) };
        }

        var locked = new LockedWork(target, $"{target} of {request.Release.Version}")
        {
            CreateNamespace = async token => request = request with { Before = await CreateNamespaceAsync(cluster, environment, request, target, token) },
        };
        await AdmissionJob.LookAsync(session, cluster, environment, request, cancellationToken);
        await AdmissionJob.WaitAsync(session, cluster, environment, request, cancellationToken);
        await LockJob.RunAsync(session, cluster, environment, locked, DeployAsync, cancellationToken);

        async Task DeployAsync(CancellationToken token)
        {
            await AdmissionJob.RequireAsync(session, cluster, environment, request, token);
            if (rollout is not null)
            {
                await RollOutAsync(session, cluster, environment, target, locked.Purpose, rollout with { Deploy = request }, token);
                return;
            }

            DeployOutcome outcome;
            DeployReport report;
            using (var watch = await DeployWatch.StartAsync(session, cluster, locked.Purpose, isReturn: false, token))
            {
                outcome = await new RollingDeploy(cluster.PortsFor(watch), session.Clock).RunAsync(request, token);
                report = DeployReport.Of(outcome, request.Release, watch.History.LastOrDefault(entry => entry.Outcome == LedgerOutcome.Succeeded), watch.Run(target, environment.Name));
            }

            var place = ReportFolder.Of(session).Keep(report);
            session.Server.Tell(report, place);
            await PromotionJob.RecordAsync(session, environment, request.Release, PromotionJob.OutcomeOf(outcome), target, token);
            await AdmissionJob.HoldAsync(cluster, environment, HoldRules.After(outcome, AdmissionSubject.Of(environment.Name, request), session.Clock.GetUtcNow()), token);
            Report(outcome, environment, target, place);
        }
    }

    private static async Task RollOutAsync(
        SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, string target, string purpose, RolloutRequest request, CancellationToken cancellationToken)
    {
        RolloutOutcome outcome;
        IReadOnlyList<string> place;
        using (var watch = await DeployWatch.StartAsync(session, cluster, purpose, isReturn: false, cancellationToken))
        {
            request = request with { Announce = (lanes, token) => ForecastJob.TellAsync(session, cluster, environment, lanes, watch, token) };
            outcome = await new StackDeploy(cluster.RolloutsFor(watch, session, environment), session.Clock).RunAsync(request, cancellationToken);
            place = RolloutJob.Keep(session, environment, target, request.Deploy.Release, outcome, watch);
        }

        await RolloutJob.RecordAsync(session, environment, request.Deploy.Release, outcome, target, cancellationToken);
        IReadOnlyList<string> summary = [.. RolloutSummary.Describe(outcome, environment.Name, target), .. place];
        await RolloutJob.EndAsync(session, cluster, environment, outcome, AdmissionSubject.Of(environment.Name, request.Deploy), summary, cancellationToken);
    }

    private static void Report(DeployOutcome outcome, EnvironmentDefinition environment, string target, IReadOnlyList<string> place)
    {
        var summary = string.Join('\n', [.. DeploySummary.Describe(outcome, environment.Name, target), .. place]);
        if (ExitCodes.Of(outcome) is var exitCode && exitCode != ExitCodes.Done)
        {
            throw new BuildFailedException(exitCode, summary) { IsTold = true };
        }

        foreach (var line in summary.Split('\n'))
        {
            Log.Information("{Line:l}", line);
        }
    }

    private static async Task<IReadOnlyList<ObjectChange>> CreateNamespaceAsync(
        EnvironmentCluster cluster, EnvironmentDefinition environment, DeployRequest request, string target, CancellationToken cancellationToken)
    {
        var created = await FirstNamespace.CreateAsync(cluster.BeforeLock(), request, cancellationToken);
        if (created.Succeeded(out var changes))
        {
            return changes;
        }

        DeployOutcome outcome = created.Problems.All(problem => problem.IsInput)
            ? new DeployOutcome.Rejected(created.Problems, [])
            : new DeployOutcome.Infrastructure(created.Problems, []);
        throw new BuildFailedException(ExitCodes.Of(outcome), string.Join('\n', DeploySummary.Describe(outcome, environment.Name, target)));
    }

    internal static DeployRequest RequestOf(SluiceSession session, EnvironmentDefinition environment, Release release, ReleaseOutcome rendered) => new()
    {
        Release = release with { RenderedHash = rendered.RenderedHash },
        Namespace = environment.Namespace,
        Objects = rendered.Objects,
        Services =
        [
            .. ServiceOrder.Levels(session.Pipeline).SelectMany((level, number) => level.Select(service => new ServiceTarget(service.Name, number, service.SmokePath)
            {
                HasStacks = RolloutJob.HasStacks(environment.Service(service.Name)),
            })),
        ],
        ReadyDeadline = environment.ReadyDeadline,
        HistoryLimit = environment.History,
        ReturnsOnFailure = environment.OnRegression == RegressionAction.Rollback,
    };
}

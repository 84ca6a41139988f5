using Serilog;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Nuke.Hosting.Output;
using Sluice.Reports;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Plan;

namespace Sluice.Nuke.Jobs;

/// <summary>Shows what a deploy would do, and reads such a plan again.</summary>
internal static class PlanJob
{
    /// <param name="session">The run.</param>
    /// <param name="environmentName">Where the deploy would go to.</param>
    /// <param name="requestsPerSecond">Traffic that gates are reckoned with; <see langword="null"/> for what there is.</param>
    /// <param name="jsonFile">File that gets the plan, relative to the root; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildFailedException">There is no plan: the cluster refuses objects, or cannot be asked.</exception>
    public static async Task RunAsync(SluiceSession session, string environmentName, string? requestsPerSecond, string? jsonFile, CancellationToken cancellationToken)
    {
        var environment = session.Environment(environmentName);
        var perSecond = ForecastJob.Read(requestsPerSecond);
        var set = await ReleaseChoice.ForPlanAsync(session, environment, session.ReleaseVersion, cancellationToken);
        var rendered = RenderJob.Render(session, environment, set.Images);
        using var cluster = await EnvironmentCluster.OpenAsync(session, environment, cancellationToken);
        var release = new Release(set.Version, set.Commit, (await session.GitAsync(cancellationToken)).Author, set.Images, rendered.RenderedHash);
        var request = DeployJob.RequestOf(session, environment, release, rendered);
        var rollout = RolloutJob.IsFor(environment) ? RolloutJob.RequestOf(session, cluster, environment, request, rendered) : null;
        request = request with { Objects = rollout?.Applied ?? request.Objects };

        var notCovered = DeployRefusals.Find(session.Pipeline, environment).ToList();
        var made = await cluster.Planner(cluster.BeforeLock()).MakeAsync(environment.Name, request, notCovered, cancellationToken);
        if (!made.Succeeded(out var plan))
        {
            DeployOutcome outcome = made.Problems.All(problem => problem.IsInput)
                ? new DeployOutcome.Rejected(made.Problems, [])
                : new DeployOutcome.Infrastructure(made.Problems, []);
            throw new BuildFailedException(ExitCodes.Of(outcome), string.Join('\n', DeploySummary.Describe(outcome, environment.Name, "Plan")));
        }

        plan = Clean(plan with { Rollout = RolloutJob.Forecast(rollout) }, session.Redactor.Clean);
        if (rollout is not null)
        {
            var outlooks = await ForecastJob.OfAsync(session, cluster, environment, [.. rollout.Split.Stacks.Select(stack => (stack.Service, stack.Replicas))], perSecond, cancellationToken);
            plan = plan with { Gates = [.. outlooks.Select(one => one.Text)] };
        }

        var colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
        foreach (var line in PlanLines.Describe(plan))
        {
            Log.Information("{Line:l}", colours ? Coloured(line) : line.Text);
        }

        if (jsonFile is { Length: > 0 })
        {
            await JsonFile.WriteAsync(session, jsonFile, PlanDocument.Write(plan), cancellationToken);
        }
    }

    /// <summary>The plan that a deploy is to keep to; <see langword="null"/> when none was named.</summary>
    /// <exception cref="BuildFailedException">The file cannot be read, or is of another environment.</exception>
    public static async Task<DeployPlan?> ReadAsync(SluiceSession session, string? file, EnvironmentDefinition environment, CancellationToken cancellationToken)
    {
        if (file is not { Length: > 0 })
        {
            return null;
        }

        var path = Path.Combine(session.Root, file);
        if (!File.Exists(path))
        {
            throw Refuse(file, "there is no such file", environment);
        }

        var (plan, problem) = PlanDocument.Read(await File.ReadAllTextAsync(path, cancellationToken));
        return plan is null ? throw Refuse(file, problem, environment)
            : plan.Environment == environment.Name ? plan
            : throw Refuse(file, $"it is a plan for {plan.Environment}", environment);
    }

    /// <summary>What would be done otherwise than the approved plan says; nothing when it is the same.</summary>
    public static async Task<IReadOnlyList<string>> ReviewAsync(
        SluiceSession session, EnvironmentCluster cluster, DeployPlan approved, DeployRequest request, RolloutRequest? rollout, IReadOnlyList<ObjectChange> expected, CancellationToken cancellationToken)
    {
        var made = await cluster.Planner(cluster.BeforeLock()).OfAsync(approved.Environment, request, expected, [], cancellationToken);
        return made.Succeeded(out var now) ? PlanDrift.Between(approved, Clean(now with { Rollout = RolloutJob.Forecast(rollout) }, session.Redactor.Clean)) : [.. made.Problems.Select(problem => problem.What)];
    }

    // A file is read by more eyes than a terminal: what is secret elsewhere is so in a plan.
    private static DeployPlan Clean(DeployPlan plan, Func<string, string> clean)
    {
        var cleaned = plan with
        {
            Objects =
            [
                .. plan.Objects.Select(item => item with
                {
                    Fields = [.. item.Fields.Select(field => field with { Old = field.Old is null ? null : clean(field.Old), New = field.New is null ? null : clean(field.New) })],
                }),
            ],
        };
        return cleaned with { Hash = PlanDocument.HashOf(cleaned) };
    }

    private static BuildFailedException Refuse(string file, string problem, EnvironmentDefinition environment) => new(
        ExitCodes.BadInput,
        $"--approved-plan {file}: {problem}. Nothing was changed.\nNext: ./build.sh Plan --environment {environment.Name} --json {file}");

    private static string Coloured(PlanLine line) => line.Tone switch
    {
        PlanTone.Added => $"\e[32m{line.Text}\e[0m",
        PlanTone.Removed => $"\e[31m{line.Text}\e[0m",
        PlanTone.Changed => $"\e[33m{line.Text}\e[0m",
        PlanTone.Caution => $"\e[35m{line.Text}\e[0m",
        _ => line.Text,
    };
}

using Serilog;
using Sluice.Load;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Nuke.Hosting.Output;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>Sends requests to the services of an environment, all at the same time.</summary>
internal static class LoadJob
{
    private static readonly TimeSpan s_betweenLines = TimeSpan.FromSeconds(5);

    /// <param name="session">The run.</param>
    /// <param name="wish">What the parameters say.</param>
    /// <param name="jsonFile">File that gets the figures as JSON, relative to the root; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends the sending; what was measured is told all the same.</param>
    /// <exception cref="BuildFailedException">The parameters are wrong, a service cannot be reached, or too many requests failed.</exception>
    public static async Task RunAsync(SluiceSession session, LoadWish wish, string? jsonFile, CancellationToken cancellationToken)
    {
        var environment = session.EnvironmentOf(wish.Environment, "Load");
        var (settings, errors) = wish.Read(session.Pipeline, environment);
        if (settings is null)
        {
            throw new BuildFailedException(ExitCodes.BadInput, string.Join('\n', errors.Append("Nothing was sent.")));
        }

        var plans = await PlansAsync(session, environment, settings, cancellationToken);
        foreach (var (service, plan) in plans)
        {
            Log.Information("{Line:l}", LoadLines.Announce(service, plan));
        }

        var reports = await Task.WhenAll(plans.Select(async item => (item.Service, Report: await SendAsync(item.Service, item.Plan, session.Clock, cancellationToken))));
        foreach (var line in reports.SelectMany(item => LoadLines.Describe(item.Service, item.Report)))
        {
            Log.Information("{Line:l}", line);
        }

        if (jsonFile is { Length: > 0 })
        {
            var document = new LoadDocument(environment.Name, [.. reports.Select(item => LoadedService.Of(item.Service, item.Report))]);
            await JsonFile.WriteAsync(session, jsonFile, document.ToJson(), CancellationToken.None);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (reports.Sum(item => item.Report.Failed) is var failed && failed > settings.MostFailed)
        {
            throw new BuildFailedException(
                ExitCodes.NotReady,
                $"{failed} of {reports.Sum(item => item.Report.Sent)} requests failed; --max-failed allows {settings.MostFailed}.\nNext: ./build.sh Status");
        }
    }

    private static async Task<IReadOnlyList<(string Service, LoadPlan Plan)>> PlansAsync(
        SluiceSession session, EnvironmentDefinition environment, LoadSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Url is { } url)
        {
            return [.. settings.Services.Select(load => (load.Service, Plan(load, settings, url)))];
        }

        if (!environment.Cluster.IsSandbox)
        {
            throw new BuildFailedException(
                ExitCodes.BadInput,
                $"Load: Services of a cluster ({environment.Cluster}) are not reachable from here. Name the address of one that is published: --service {settings.Services[0].Service} --url https://…");
        }

        using var cluster = await EnvironmentCluster.LookAsync(session, environment, cancellationToken)
            ?? throw new BuildFailedException(ExitCodes.Infrastructure, "Load: the sandbox does not run. Type: ./build.sh DeployStage");
        var states = await cluster.Status.ReadAsync(environment.Namespace, [.. settings.Services.Select(load => load.Service)], cancellationToken);
        if (!states.Succeeded(out var found))
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', states.Problems));
        }

        var absent = found.Where(state => state.Url is null).Select(state => state.Name).ToList();
        return absent.Count == 0
            ? [.. settings.Services.Zip(found, (load, state) => (load.Service, Plan(load, settings, new Uri(state.Url!))))]
            : throw new BuildFailedException(ExitCodes.BadInput, $"Load: {string.Join(", ", absent)} not deployed to {environment.Name}. Type: ./build.sh Status");
    }

    private static LoadPlan Plan(ServiceLoad load, LoadSettings settings, Uri host) =>
        new(new Uri(host, load.Path), load.Rate, settings.Duration) { KeepAlive = load.KeepAlive, RevisionHeader = settings.RevisionHeader };

    private static async Task<LoadReport> SendAsync(string service, LoadPlan plan, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var client = new HttpLoadClient(plan, clock);
        return await new LoadGenerator(plan, client, clock).RunAsync(new ProgressLog(service), cancellationToken);
    }

    /// <summary>A line now and then, and at once when requests begin to fail.</summary>
    private sealed class ProgressLog(string service) : IProgress<LoadProgress>
    {
        private TimeSpan _next = s_betweenLines;
        private bool _hasFailed;

        public void Report(LoadProgress value)
        {
            if (value.Elapsed >= _next || (value.Failed > 0 && !_hasFailed))
            {
                Log.Information("{Line:l}", LoadLines.Describe(service, value));
                _next = value.Elapsed + s_betweenLines;
                _hasFailed = value.Failed > 0;
            }
        }
    }
}

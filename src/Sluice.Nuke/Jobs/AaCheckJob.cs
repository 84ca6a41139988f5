using System.Globalization;
using System.Text.RegularExpressions;
using Serilog;
using Sluice.Metrics.Counting;
using Sluice.Metrics.Replays;
using Sluice.Metrics.Scraping;
using Sluice.Model;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Nuke.Hosting.Output;
using Sluice.Reports;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Jobs;

/// <summary>Compares stable pods with each other.</summary>
internal static class AaCheckJob
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    /// <param name="session">The run.</param>
    /// <param name="wish">What the parameters say.</param>
    /// <param name="jsonFile">File that gets the figures as JSON, relative to the root; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildFailedException">The parameters are wrong, or there is nothing to compare.</exception>
    public static async Task RunAsync(SluiceSession session, AaCheckWish wish, string? jsonFile, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        var environment = session.EnvironmentOf(wish.Environment, "AaCheck");
        var services = PastTraffic.Services(session.Pipeline, wish.Services, errors);
        var duration = wish.Watch(errors);
        var window = wish.Past.IsAsked ? wish.Past.Window(session.Clock.GetUtcNow(), errors) : null;
        if (errors.Count > 0)
        {
            throw new BuildFailedException(ExitCodes.BadInput, string.Join('\n', errors));
        }

        using var cluster = await EnvironmentCluster.LookAsync(session, environment, cancellationToken)
            ?? throw new BuildFailedException(ExitCodes.Infrastructure, "AaCheck: the sandbox does not run. Type: ./build.sh DeployStage");
        var found = new List<Watched>();
        foreach (var service in services)
        {
            if (await FindAsync(cluster, environment, service, isNamed: wish.Services.Count > 0, cancellationToken) is { } watched)
            {
                found.Add(watched);
            }
        }

        if (found.Count == 0)
        {
            throw new BuildFailedException(ExitCodes.BadInput, $"AaCheck: no service in {environment.Name} has two pods that serve, so none can be compared with itself. Raise replicas in its overlay ({environment.Overlay}).");
        }

        var recordings = window is { } past
            ? await PastAsync(session, wish, environment, found, past, cancellationToken)
            : await LiveAsync(session, wish, environment, cluster, found, duration, cancellationToken);
        await ReportAsync(session, environment, found, recordings, jsonFile, cancellationToken);
    }

    /// <summary>The pods of the revision that serves; <see langword="null"/> where fewer than two can be compared.</summary>
    private static async Task<Watched?> FindAsync(
        EnvironmentCluster cluster, EnvironmentDefinition environment, ServiceDefinition service, bool isNamed, CancellationToken cancellationToken)
    {
        var placement = environment.Service(service.Name);
        var read = await cluster.Pods.ReadAsync(placement.Namespace, service.Name, cancellationToken);
        if (!read.Succeeded(out var all))
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', read.Problems));
        }

        var pods = all.Where(pod => pod.Ready).GroupBy(pod => pod.Revision).MaxBy(group => group.Count())?.ToList() ?? [];
        if (pods.Count >= 2)
        {
            var gate = placement.Gate is NoGate or PromQlGate ? Replay.DefaultGate : placement.Gate;
            return new Watched(service, placement, gate, pods);
        }

        var text = $"{service.Name}: {pods.Count} pod(s) of one revision serve in {environment.Name}; it takes two to compare";
        if (isNamed)
        {
            throw new BuildFailedException(ExitCodes.BadInput, $"AaCheck: {text}. Raise replicas in its overlay ({environment.Overlay}).");
        }

        Log.Warning("{Line:l}", text);
        return null;
    }

    private static async Task<IReadOnlyList<PodRecording>> PastAsync(
        SluiceSession session, AaCheckWish wish, EnvironmentDefinition environment, List<Watched> found, (DateTimeOffset From, DateTimeOffset To) window, CancellationToken cancellationToken)
    {
        var recordings = new List<PodRecording>();
        foreach (var watched in found)
        {
            var (server, problems) = PrometheusAccess.Open(session, wish.Past.Prometheus, watched.Placement.SourceOf(watched.Gate));
            using (server)
            {
                if (server is null)
                {
                    throw new BuildFailedException(ExitCodes.BadInput, string.Join('\n', problems));
                }

                var pattern = string.Join('|', watched.Pods.Select(pod => Regex.Escape(pod.Name)));
                recordings.Add(await PastTraffic.ReadAsync(server, watched.Placement.Namespace, pattern, watched.Gate, window, cancellationToken));
            }
        }

        return recordings;
    }

    private static async Task<IReadOnlyList<PodRecording>> LiveAsync(
        SluiceSession session, AaCheckWish wish, EnvironmentDefinition environment, EnvironmentCluster cluster, List<Watched> found, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = environment.Cluster.IsSandbox
            ? LoadJob.RunAsync(
                session,
                new LoadWish(environment.Name, [.. found.Select(watched => watched.Service.Name)], wish.Rate, null, DurationText.Format(duration), wish.Path, null, null, int.MaxValue.ToString(CultureInfo.InvariantCulture)),
                null,
                ending.Token)
            : Task.CompletedTask; // elsewhere it is people's traffic that counts
        try
        {
            var watching = Task.WhenAll(found.Select(watched => WatchAsync(session, cluster, watched, duration, ending.Token)));
            if (await Task.WhenAny(load, watching) == load)
            {
                await load; // what is wrong with the traffic is told at once
            }

            var recordings = await watching;
            await load;
            return recordings;
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    private static async Task<PodRecording> WatchAsync(SluiceSession session, EnvironmentCluster cluster, Watched watched, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (source, problems) = SourceOf(session, cluster, watched);
        using var owned = source as IDisposable;
        if (source is null)
        {
            throw new BuildFailedException(ExitCodes.BadInput, string.Join('\n', problems));
        }

        var (clock, begin, stamp) = (session.Clock, session.Clock.GetUtcNow(), session.Clock.GetTimestamp());
        var counter = new TrafficCounter(watched.Gate.Errors, watched.Gate.Latency, begin, (watched.Gate as EvidenceGate)?.WarmUp ?? GateDefaults.WarmUp);
        var question = new MetricsQuestion(watched.Placement.Namespace, [.. watched.Pods.Select(pod => pod.Name)], counter.Names);
        var started = watched.Pods.Where(pod => pod.Started is not null).ToDictionary(pod => pod.Name, pod => pod.Started!.Value);
        var rows = new List<PodInterval>();
        for (var looks = 0; ; looks++)
        {
            var answer = await source.ReadAsync(question, cancellationToken);
            var traffic = answer.Reading is { } reading ? counter.Observe(reading, started) : throw PastTraffic.Failed(answer.Problem!);
            var elapsed = clock.GetElapsedTime(stamp);
            if (looks > 0 && traffic is not null)
            {
                rows.Add(new PodInterval(elapsed.TotalSeconds, traffic));
            }

            if (elapsed >= duration)
            {
                return new PodRecording(rows);
            }

            await Task.Delay(s_interval, clock, cancellationToken);
        }
    }

    private static (IMetricsSource? Source, IReadOnlyList<string> Errors) SourceOf(SluiceSession session, EnvironmentCluster cluster, Watched watched) =>
        watched.Placement.SourceOf(watched.Gate) is ScrapeSource scrape
            ? (new PodScrape(cluster.PodHttp, scrape.Port ?? watched.Service.Port, scrape.Path, session.Clock), [])
            : PrometheusAccess.Open(session, null, watched.Placement.SourceOf(watched.Gate));

    private static async Task ReportAsync(
        SluiceSession session, EnvironmentDefinition environment, List<Watched> found, IReadOnlyList<PodRecording> recordings, string? jsonFile, CancellationToken cancellationToken)
    {
        var services = new List<AaService>();
        var silent = new List<string>();
        foreach (var (watched, recording) in found.Zip(recordings))
        {
            if (recording.Pods.Count < 2)
            {
                silent.Add(watched.Service.Name);
                continue;
            }

            var report = AaStudy.Run(watched.Gate, recording);
            services.Add(new AaService(
                watched.Service.Name, watched.Gate.Name, report.Pods, report.Seconds, report.Totals.Requests, report.Totals.Bad,
                report.Splits, report.AlarmsAtSeconds.Count, report.Phi, report.Kappa, report.Tau, report.Rho0, report.IsFitted));
        }

        foreach (var line in services.SelectMany(AaLines.Describe))
        {
            Log.Information("{Line:l}", line);
        }

        if (jsonFile is { Length: > 0 })
        {
            await JsonFile.WriteAsync(session, jsonFile, new AaDocument(environment.Name, services).ToJson(), cancellationToken);
        }

        // No data is no good news.
        if (silent.Count > 0)
        {
            throw new BuildFailedException(
                ExitCodes.Infrastructure,
                $"AaCheck: fewer than two pods of {string.Join(", ", silent)} counted any requests. See whether there is traffic after the pods' warm-up, to paths that they count (probes often are not: --request-path names another), and whether errors: and source: of the gate name what they expose.");
        }
    }

    /// <summary>A service with the pods that are compared.</summary>
    private sealed record Watched(ServiceDefinition Service, ServicePlacement Placement, GateDefinition Gate, IReadOnlyList<PodFacts> Pods);
}

using Sluice.Metrics.Exposition;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Scraping;

/// <summary>Asks the pods themselves: no monitoring stack needed, and no delay of one.</summary>
/// <param name="http">Reaches the pods.</param>
/// <param name="port">Where they expose metrics, 1–65535.</param>
/// <param name="path">And by which path.</param>
/// <param name="time">Clock for the samples.</param>
public sealed class PodScrape(IPodHttp http, int port, string path, TimeProvider time) : IMetricsSource
{
    /// <summary>The API server carries every one of them.</summary>
    private const int AtTheSameTime = 8;

    /// <summary>A pod that hangs must not hold the others' numbers back.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public async Task<MetricsResult> ReadAsync(MetricsQuestion question, CancellationToken cancellationToken)
    {
        using var turns = new SemaphoreSlim(AtTheSameTime);
        var readings = await Task.WhenAll(question.Pods.Select(pod => AskAsync(turns, question, pod, cancellationToken))).ConfigureAwait(false);
        var warnings = readings.Select(reading => reading.Problem).OfType<string>().ToList();
        if (warnings.Count == readings.Length)
        {
            return MetricsResult.Failed(new MetricsProblem(
                $"No pod's metrics can be read. {string.Join(" ", warnings.Take(3))}{(warnings.Count > 3 ? " …" : "")}",
                "Compare source.scrape (port, path) of the gate in sluice.yaml with where the pods expose metrics."));
        }

        return MetricsResult.Of(new MetricsReading([.. readings.SelectMany(reading => reading.Series)], warnings) { IsPartial = warnings.Count > 0 });
    }

    private async Task<(IReadOnlyList<RawSeries> Series, string? Problem)> AskAsync(SemaphoreSlim turns, MetricsQuestion question, string pod, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var limit = new CancellationTokenSource(s_patience, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var answer = await http.GetAsync(new PodAddress(question.Namespace, pod, port), path, both.Token).ConfigureAwait(false);
            var now = time.GetUtcNow();
            if (answer.Status is < 200 or > 299)
            {
                return ([], $"{pod}:{port}{path}: {(answer.Status == 0 ? "" : $"{answer.Status} ")}{answer.Detail.TrimEnd('.')}.");
            }

            var read = ExpositionText.Read(answer.Body);
            return read.Samples is { } samples ? (Series(question, pod, samples, now), null) : ([], $"{pod}:{port}{path}: {read.Problem}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ([], $"{pod}:{port}{path}: nothing within {s_patience.TotalSeconds:0} s.");
        }
        finally
        {
            turns.Release();
        }
    }

    private static List<RawSeries> Series(MetricsQuestion question, string pod, IReadOnlyList<ExpositionSample> samples, DateTimeOffset now)
    {
        var wanted = MetricNames.WithParts(question.Names);
        return
        [
            .. samples
                .Where(sample => wanted.Contains(sample.Name))
                .Select(sample => new RawSeries(pod, sample.Name, sample.Labels, [new RawSample(sample.Time ?? now, sample.Value)])),
        ];
    }
}

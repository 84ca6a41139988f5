using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Prometheus;

/// <summary>A Prometheus server, or one that speaks like it, as a source of raw samples and of answers to queries.</summary>
public sealed class PrometheusServer(PrometheusOptions options, TimeProvider time) : IMetricsSource, IQuerySource, IDisposable
{
    private readonly PrometheusConnection _connection = new(options, time);

    /// <summary>A range selector: it answers with samples and their times, and never with a rate that somebody extrapolated.</summary>
    public static string Selector(MetricsQuestion question)
    {
        var names = string.Join('|', MetricNames.WithParts(question.Names).Order(StringComparer.Ordinal).Select(Regex.Escape));
        var pods = question.PodPattern ?? string.Join('|', question.Pods.Order(StringComparer.Ordinal).Select(Regex.Escape));
        var seconds = Math.Ceiling(question.Window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return $"{{__name__=~{Quoted(names)},namespace={Quoted(question.Namespace)},pod=~{Quoted(pods)}}}[{seconds}s]";
    }

    public async Task<MetricsResult> ReadAsync(MetricsQuestion question, CancellationToken cancellationToken)
    {
        var answer = await _connection.AskAsync(Selector(question), question.At, cancellationToken).ConfigureAwait(false);
        if (answer.Problem is { } problem)
        {
            return MetricsResult.Failed(problem);
        }

        return ResultReader.Series(answer.Data) is { } series
            ? MetricsResult.Of(new MetricsReading(series, answer.Warnings) { IsPartial = answer.IsPartial })
            : MetricsResult.Failed(Odd());
    }

    public async Task<QueryValues> AskAsync(string query, CancellationToken cancellationToken)
    {
        var answer = await _connection.AskAsync(query, null, cancellationToken).ConfigureAwait(false);
        if (answer.Problem is { } problem)
        {
            return new QueryValues([], problem);
        }

        // Half of the series may say the opposite of all of them.
        if (answer.IsPartial)
        {
            return new QueryValues([], new MetricsProblem($"{options.DisplayAddress} answers in part only: {string.Join("; ", answer.Warnings)}."));
        }

        return ResultReader.Values(answer.Data) is { } values ? new QueryValues(values, null) : new QueryValues([], Odd());
    }

    public void Dispose() => _connection.Dispose();

    private MetricsProblem Odd() => new($"{options.DisplayAddress} answers with a result of another kind than was asked for.", "See whether it is a Prometheus of version 2 or later.");

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var sign in text)
        {
            quoted.Append(sign is '"' or '\\' ? "\\" : "").Append(sign);
        }

        return quoted.Append('"').ToString();
    }
}

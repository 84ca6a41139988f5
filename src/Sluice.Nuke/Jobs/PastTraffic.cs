using System.Text.RegularExpressions;
using Sluice.Metrics.Counting;
using Sluice.Metrics.Prometheus;
using Sluice.Metrics.Replays;
using Sluice.Model;
using Sluice.Model.Gates;
using Sluice.Model.Input;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Jobs;

/// <summary>Takes what pods answered in the past from a server that remembers it.</summary>
internal static class PastTraffic
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);

    /// <summary>A recording of the pods of a service.</summary>
    /// <param name="server">The server.</param>
    /// <param name="ns">Their namespace.</param>
    /// <param name="pattern">Regular expression over their whole names.</param>
    /// <param name="gate">Says what is counted.</param>
    /// <param name="window">When.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildFailedException">The server has no answer.</exception>
    public static async Task<PodRecording> ReadAsync(
        PrometheusServer server, string ns, string pattern, GateDefinition gate, (DateTimeOffset From, DateTimeOffset To) window, CancellationToken cancellationToken)
    {
        var warmUp = (gate as EvidenceGate)?.WarmUp ?? GateDefaults.WarmUp;
        var counter = new TrafficCounter(gate.Errors, gate.Latency, window.From, warmUp);
        var question = new MetricsQuestion(ns, [], counter.Names) { PodPattern = pattern };
        var (recording, problem) = await PrometheusHistory.ReadAsync(server, question, counter, window.From, window.To, s_interval, cancellationToken);
        return recording ?? throw Failed(problem!);
    }

    /// <summary>How a problem of a source of metrics ends a target.</summary>
    public static BuildFailedException Failed(MetricsProblem problem) => new(problem.IsInput ? ExitCodes.BadInput : ExitCodes.Infrastructure, problem.ToString());

    /// <summary>The services that were named, or all.</summary>
    public static IReadOnlyList<ServiceDefinition> Services(Pipeline pipeline, IReadOnlyList<string> names, List<string> errors)
    {
        var known = pipeline.Services.Select(service => service.Name).ToList();
        errors.AddRange(names.Where(name => !known.Contains(name)).Select(name =>
            $"--service: there is no service '{name}'.{(NearestName.Of(name, known) is { } near ? $" Did you mean {near}?" : "")} sluice.yaml has {string.Join(", ", known)}."));
        return [.. pipeline.Services.Where(service => names.Count == 0 || names.Contains(service.Name))];
    }

    /// <summary>A regular expression over whole names, or <see langword="null"/> with an error.</summary>
    public static Regex? Pattern(string option, string pattern, List<string> errors)
    {
        try
        {
            return new Regex($"^(?:{pattern})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            errors.Add($"{option}: '{pattern}' is no regular expression.");
            return null;
        }
    }
}

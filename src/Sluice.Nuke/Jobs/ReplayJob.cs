using System.Globalization;
using Serilog;
using Sluice.Metrics.Replays;
using Sluice.Model.Gates;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Nuke.Hosting.Output;
using Sluice.Reports;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>Shows recorded traffic to a gate.</summary>
internal static class ReplayJob
{
    /// <param name="session">The run.</param>
    /// <param name="wish">What the parameters say.</param>
    /// <param name="jsonFile">File that gets the verdict as JSON, relative to the root; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildFailedException">The parameters or the files are wrong; the message names everything that is.</exception>
    public static async Task RunAsync(SluiceSession session, ReplayWish wish, string? jsonFile, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(wish.Samples) == !wish.Past.IsAsked)
        {
            throw new BuildFailedException(ExitCodes.BadInput, string.IsNullOrEmpty(wish.Samples)
                ? "Replay: of which traffic? Type: ./build.sh Replay --samples FILE.csv\nor: ./build.sh Replay --prometheus URL --from 2h --environment NAME --service NAME --candidate 'PODS'"
                : "Replay: --samples stands beside --prometheus, --from or --to. Traffic comes from a file or from a server.");
        }

        var (gate, errors) = wish.ReadGate(session.Root, () => session.Pipeline);
        var (recording, mistakes) = wish.Past.IsAsked
            ? await PastAsync(session, wish, gate, cancellationToken)
            : wish.ReadSamples(session.Root);
        if (gate is null || recording is null)
        {
            throw new BuildFailedException(ExitCodes.BadInput, string.Join('\n', [.. errors, .. mistakes, "Nothing was judged."]));
        }

        await JudgeAsync(session, gate, recording, jsonFile, cancellationToken);
    }

    /// <summary>The recording of a past window, or everything that is wrong with how it is named; nothing is asked while the gate is wrong.</summary>
    private static async Task<(Recording? Recording, IReadOnlyList<string> Errors)> PastAsync(SluiceSession session, ReplayWish wish, GateDefinition? gate, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        var environment = session.EnvironmentOf(wish.Environment, "Replay");
        var window = wish.Past.Window(session.Clock.GetUtcNow(), errors);
        var services = PastTraffic.Services(session.Pipeline, wish.Services, errors);
        if (services.Count > 1)
        {
            errors.Add($"--service: name the one whose traffic it is: {string.Join(", ", services.Select(service => service.Name))}.");
        }

        if (string.IsNullOrEmpty(wish.Candidate))
        {
            errors.Add("--candidate is missing: a regular expression over the names of its pods, such as 'web-7d9f-.*'.");
        }

        var candidate = PastTraffic.Pattern("--candidate", wish.Candidate ?? "", errors);
        var stable = PastTraffic.Pattern("--stable", wish.Stable ?? "", errors);
        if (errors.Count > 0 || window is not { } when || services is not [var service])
        {
            return (null, errors);
        }

        var placement = environment.Service(service.Name);
        var (server, problems) = PrometheusAccess.Open(session, wish.Past.Prometheus, placement.SourceOf(gate ?? Replay.DefaultGate));
        using (server)
        {
            if (server is null || gate is null)
            {
                return (null, problems);
            }

            var others = string.IsNullOrEmpty(wish.Stable) ? $"{service.Name}-.*" : wish.Stable;
            var recorded = await PastTraffic.ReadAsync(server, placement.Namespace, $"(?:{wish.Candidate})|(?:{others})", gate, when, cancellationToken);
            Log.Information("{Line:l}", $"{recorded.Pods.Count(candidate!.IsMatch)} pods of the candidate, {recorded.Pods.Count(pod => !candidate.IsMatch(pod))} of stable");
            return (recorded.Split(pod => candidate.IsMatch(pod) ? true : string.IsNullOrEmpty(wish.Stable) || stable!.IsMatch(pod) ? false : null), []);
        }
    }

    /// <exception cref="BuildFailedException">The recording has not what the gate looks at.</exception>
    private static async Task JudgeAsync(SluiceSession session, GateDefinition wanted, Recording recording, string? jsonFile, CancellationToken cancellationToken)
    {
        var (gate, note, refusal) = Replay.Fit(wanted, recording);
        if (gate is null)
        {
            throw new BuildFailedException(ExitCodes.BadInput, $"Replay: {refusal}.");
        }

        var outcome = Replay.Run(gate, recording);
        foreach (var line in outcome.Verdict.ToString().Split('\n'))
        {
            Log.Information("{Line:l}", line);
        }

        // That the default gate finds no durations is nothing that anyone has to be told.
        IReadOnlyList<string> notes = note is null || ReferenceEquals(wanted, Replay.DefaultGate) ? [] : [note];
        foreach (var line in notes)
        {
            Log.Information("note: {Line:l}", line);
        }

        Log.Information("{Line:l}", outcome.DecidedAt is { } time
            ? string.Create(CultureInfo.InvariantCulture, $"Decided at t = {time} s, by row {outcome.Seen} of {outcome.Rows}.")
            : string.Create(CultureInfo.InvariantCulture, $"The recording ended after {outcome.Rows} rows, before a decision."));
        if (jsonFile is { Length: > 0 })
        {
            var document = ReplayDocument.Of(outcome.Verdict, outcome.DecidedAt, outcome.Seen, outcome.Rows, notes);
            await JsonFile.WriteAsync(session, jsonFile, document.ToJson(), cancellationToken);
        }
    }
}

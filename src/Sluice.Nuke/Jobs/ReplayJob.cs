using System.Globalization;
using Serilog;
using Sluice.Metrics.Replays;
using Sluice.Model.Gates;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
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
        if (string.IsNullOrEmpty(wish.Samples))
        {
            throw new BuildFailedException(ExitCodes.BadInput, "Replay: of which traffic? Type: ./build.sh Replay --samples FILE.csv");
        }

        var (gate, gateErrors) = wish.ReadGate(session.Root, () => session.Pipeline);
        var (recording, errors) = wish.ReadSamples(session.Root);
        if (gate is null || recording is null)
        {
            throw new BuildFailedException(ExitCodes.BadInput, string.Join('\n', [.. gateErrors, .. errors, "Nothing was judged."]));
        }

        await JudgeAsync(session, gate, recording, jsonFile, cancellationToken);
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
            await File.WriteAllTextAsync(Path.Combine(session.Root, jsonFile), document.ToJson(), cancellationToken);
        }
    }
}

using Sluice.Metrics.Replays;
using Sluice.Model;
using Sluice.Model.Gates;
using Sluice.Model.Input;
using GateFileReader = Sluice.Model.Files.GateFile;

namespace Sluice.Nuke.Jobs;

/// <summary>What the parameters of Replay say, as they were typed; <see langword="null"/> where they were not.</summary>
/// <param name="Samples">File with recorded traffic.</param>
/// <param name="Gate">Name of a gate.</param>
/// <param name="GateFile">File with parameters.</param>
internal sealed record ReplayWish(string? Samples, string? Gate, string? GateFile)
{
    /// <summary>Past traffic of a server, instead of a file.</summary>
    public PastWish Past { get; init; } = new(null, null, null);

    /// <summary>Where it was.</summary>
    public string? Environment { get; init; }

    /// <summary>And whose; one.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Pods of the candidate.</summary>
    public string? Candidate { get; init; }

    /// <summary>Pods of stable.</summary>
    public string? Stable { get; init; }

    /// <summary>The recording, or everything that is wrong with its file.</summary>
    public (Recording? Recording, IReadOnlyList<string> Errors) ReadSamples(string root)
    {
        var (text, error) = Read(root, Samples!, "--samples");
        if (text is null)
        {
            return (null, [error!]);
        }

        var (recording, errors) = RecordingFile.Parse(text, Samples!);
        return (recording, [.. errors.Select(one => one.ToString())]);
    }

    /// <summary>The gate, or everything that is wrong with what names it.</summary>
    /// <param name="root">Files are relative to it.</param>
    /// <param name="pipeline">Asked only where a gate is named.</param>
    public (GateDefinition? Gate, IReadOnlyList<string> Errors) ReadGate(string root, Func<Pipeline> pipeline)
    {
        var errors = new List<string>();
        GateDefinition? gate = Replay.DefaultGate;
        if (!string.IsNullOrEmpty(Gate))
        {
            var known = pipeline().Gates;
            gate = known.GetValueOrDefault(Gate);
            if (gate is null)
            {
                var near = NearestName.Of(Gate, known.Keys) is { } name ? $" Did you mean {name}?" : "";
                errors.Add($"--gate: there is no gate '{Gate}'.{near} sluice.yaml has {(known.Count == 0 ? "none" : string.Join(", ", known.Keys))}.");
            }
        }

        if (!string.IsNullOrEmpty(GateFile))
        {
            var (text, error) = Read(root, GateFile, "--gate-file");
            var (change, mistakes) = text is null ? (null, []) : GateFileReader.Parse(text, GateFile);
            errors.AddRange(error is null ? mistakes.Select(mistake => mistake.ToString()) : [error]);
            if (gate is not (null or EvidenceGate))
            {
                errors.Add($"--gate-file: its parameters are those of a gate by evidence, and {Gate} is none. Leave one of --gate and --gate-file out.");
            }
            else if (change is not null && gate is EvidenceGate evidence)
            {
                gate = change(evidence);
            }
        }

        return (errors.Count == 0 ? gate : null, errors);
    }

    private static (string? Text, string? Error) Read(string root, string file, string option)
    {
        try
        {
            return (File.ReadAllText(Path.Combine(root, file)), null);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, $"{option}: there is no file {file}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"{option}: {file} cannot be read: {exception.Message.TrimEnd('.')}.");
        }
    }
}

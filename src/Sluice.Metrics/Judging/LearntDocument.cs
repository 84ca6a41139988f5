using System.Text.Json;

namespace Sluice.Metrics.Judging;

/// <summary>What the gates of one lane have learnt, as the journal keeps it.</summary>
/// <param name="Time">Time on the gates' clock.</param>
/// <param name="Step">The step that was looked at, by the rollout's numbers.</param>
/// <param name="Weight">Its weight in percent.</param>
/// <param name="Gates">Each gate that has looked.</param>
internal sealed record LearntDocument(TimeSpan Time, int Step, int Weight, IReadOnlyList<LearntGate> Gates)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>What was kept; <see langword="null"/> where that is not to be understood.</summary>
    public static LearntDocument? Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<LearntDocument>(bytes) is { Gates: { } gates, Time.Ticks: >= 0 } document
                && gates.All(gate => gate is { Name: not null, State: not null }) ? document : null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>What one gate has learnt.</summary>
/// <param name="Name">The gate's name.</param>
/// <param name="State">As the gate saved it.</param>
/// <param name="CandidateRequests">Requests of the candidate that were counted.</param>
/// <param name="CandidateBad">Bad ones among them.</param>
/// <param name="StableRequests">Requests of stable.</param>
/// <param name="StableBad">Bad ones among them.</param>
/// <param name="StepRequests">Requests of the candidate in the step.</param>
internal sealed record LearntGate(
    string Name, byte[] State, double CandidateRequests, double CandidateBad, double StableRequests, double StableBad, double StepRequests);

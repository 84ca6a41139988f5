using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Kubernetes.Journal;

/// <summary>The record of a rollout as two texts: what the machine remembers, and all else. Pure.</summary>
internal static partial class RecordDocument
{
    /// <summary>Key of the record.</summary>
    public const string RecordKey = "record.json";

    /// <summary>Key of the machine's state.</summary>
    public const string StateKey = "state.json";

    public static string Write(RolloutRecord record) => JsonSerializer.Serialize(
        new Stored(record.Number, record.Release, record.Stage, record.Lanes, record.StartedAt, record.Driver, record.Fence)
        {
            Objects = record.Stored,
            Before = record.Before,
            Intent = record.Intent,
            Heard = record.Heard,
        },
        RecordJson.Default.Stored);

    /// <summary>The record, or the key that is none of ours and why.</summary>
    public static (RolloutRecord? Record, string Key, string Why) Read(string record, string state)
    {
        Stored? stored;
        try
        {
            stored = JsonSerializer.Deserialize(record, RecordJson.Default.Stored);
        }
        catch (JsonException problem)
        {
            return (null, RecordKey, Why(record, problem));
        }

        if (stored is null || stored.Lanes.Any(lane => lane is null) || stored.Release.Images.Any(image => image is null) || !Enum.IsDefined(stored.Stage))
        {
            return (null, RecordKey, "it is no record of a rollout");
        }

        RolloutState read;
        try
        {
            read = StateDocument.Read(state);
        }
        catch (JsonException problem)
        {
            return (null, StateKey, Why(state, problem));
        }

        if (Flaw(read) is { } flaw)
        {
            return (null, StateKey, flaw);
        }

        var whole = new RolloutRecord(stored.Number, stored.Release, stored.Stage, read, stored.Lanes, stored.StartedAt)
        {
            Stored = stored.Objects,
            Before = stored.Before,
            Intent = stored.Intent,
            Driver = stored.Driver,
            Fence = stored.Fence,
            Heard = stored.Heard,
        };
        return (whole, "", "");
    }

    // What the serialiser does not see, and the machine takes for granted.
    private static string? Flaw(RolloutState state)
    {
        IReadOnlyList<ServicePlan> plans = state.Plan.Services;
        if (plans.Count == 0 || plans.Any(plan => plan?.Steps is not { Count: > 0 } steps || steps.Any(step => step is null)))
        {
            return "its plan has no services, or a service without steps";
        }

        if (state.Services.Any(service => service is null) || !plans.Select(plan => plan.Service).SequenceEqual(state.Services.Select(service => service.Service)))
        {
            return "the services of its plan are not those of its state";
        }

        return plans.Zip(state.Services).Any(pair => pair.Second.Step < 0 || pair.Second.Step > pair.First.Last) ? "a service is in a step that its plan does not have" : null;
    }

    private static string Why(string text, JsonException problem) => text.Length == 0 ? "it is missing" : $"it is not what this version of Sluice reads (at {problem.Path ?? "$"})";

    private sealed record Stored(int Number, Release Release, RolloutStage Stage, IReadOnlyList<LaneRecord> Lanes, DateTimeOffset StartedAt, string Driver, long Fence)
    {
        public string Objects { get; init; } = "";

        public string Before { get; init; } = "";

        public IReadOnlyList<string> Intent { get; init; } = [];

        public IReadOnlyList<string> Heard { get; init; } = [];
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        UseStringEnumConverter = true,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true)]
    [JsonSerializable(typeof(Stored))]
    private sealed partial class RecordJson : JsonSerializerContext;
}

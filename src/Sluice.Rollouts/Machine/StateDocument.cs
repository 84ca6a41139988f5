using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Rollouts.Machine;

/// <summary>The state of a rollout as text, for the journal. Holds no secret.</summary>
public static class StateDocument
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Write(RolloutState state) => JsonSerializer.Serialize(state, s_options);

    /// <exception cref="JsonException">The text is no state.</exception>
    public static RolloutState Read(string text) => JsonSerializer.Deserialize<RolloutState>(text, s_options) ?? throw new JsonException("The state of the rollout is empty.");
}

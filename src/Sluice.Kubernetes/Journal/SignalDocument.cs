using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Journal;

/// <summary>What people ask, as text. Pure.</summary>
internal static partial class SignalDocument
{
    /// <summary>Older ones that nobody took are forgotten.</summary>
    public const int Maximum = 50;

    /// <summary>Null when the text is none of ours.</summary>
    public static IReadOnlyList<PersonSignal>? Read(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        try
        {
            List<PersonSignal>? signals = JsonSerializer.Deserialize(text, SignalJson.Default.ListPersonSignal);
            return signals?.TrueForAll(signal => signal is not null && Enum.IsDefined(signal.Signal)) == true ? signals : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text after a change; null when it is none of ours.</summary>
    public static string? Change(string text, Func<IReadOnlyList<PersonSignal>, IReadOnlyList<PersonSignal>> change) => Read(text) is { } signals
        ? JsonSerializer.Serialize([.. change(signals).TakeLast(Maximum)], SignalJson.Default.ListPersonSignal)
        : null;

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
    [JsonSerializable(typeof(List<PersonSignal>))]
    private sealed partial class SignalJson : JsonSerializerContext;
}

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Sluice.Rollouts.Admission;

namespace Sluice.Kubernetes.Admission;

/// <summary>Lists of the admission book as text, and their bounds. Pure.</summary>
internal static partial class AdmissionDocument
{
    /// <summary>Older requests are forgotten: the next attempt to deploy asks again.</summary>
    public const int MaximumRequests = 20;

    /// <summary>Older decisions are forgotten; an approval expires after 30 days at most.</summary>
    public const int MaximumDecisions = 200;

    /// <summary>Older holds are forgotten.</summary>
    public const int MaximumHolds = 100;

    public static JsonTypeInfo<List<ApprovalRequest>> Requests => AdmissionJson.Default.ListApprovalRequest;

    public static JsonTypeInfo<List<ApprovalDecision>> Decisions => AdmissionJson.Default.ListApprovalDecision;

    public static JsonTypeInfo<List<Hold>> Holds => AdmissionJson.Default.ListHold;

    public static JsonTypeInfo<List<Freeze>> Freezes => AdmissionJson.Default.ListFreeze;

    /// <summary>Null when the text is no such list.</summary>
    public static List<T>? Read<T>(string text, JsonTypeInfo<List<T>> type)
    {
        if (text.Length == 0)
        {
            return [];
        }

        try
        {
            List<T>? items = JsonSerializer.Deserialize(text, type);
            return items?.Exists(item => item is null) == false ? items : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of a list's newest items.</summary>
    public static string Write<T>(IEnumerable<T> items, int maximum, JsonTypeInfo<List<T>> type) =>
        JsonSerializer.Serialize([.. items.TakeLast(maximum)], type);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
    [JsonSerializable(typeof(List<ApprovalRequest>))]
    [JsonSerializable(typeof(List<ApprovalDecision>))]
    [JsonSerializable(typeof(List<Hold>))]
    [JsonSerializable(typeof(List<Freeze>))]
    private sealed partial class AdmissionJson : JsonSerializerContext;
}

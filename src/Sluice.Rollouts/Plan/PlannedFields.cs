using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Manifests.Diffs;
using Sluice.Manifests.Json;

namespace Sluice.Rollouts.Plan;

/// <summary>Makes fields fit to be shown and stored: no secrets, no long values. Pure.</summary>
internal static class PlannedFields
{
    private const int Longest = 200;
    private const int Beginning = 80;

    /// <summary>Words in the name of a variable whose value nobody else is to see.</summary>
    private static readonly string[] Confidential = ["password", "passwd", "secret", "token", "apikey", "api_key", "credential", "private"];

    public static IReadOnlyList<PlannedField> Of(string kind, IEnumerable<FieldChange> changes) => [.. changes.Select(c => IsSecret(kind, c.Path)
        ? new PlannedField(c.Path, null, null, true)
        : new PlannedField(c.Path, Show(c.Old), Show(c.New), false))];

    // An annotation of a Secret may hold a copy of it, kubectl's for instance.
    private static bool IsSecret(string kind, string path) =>
        (kind == "Secret" && (Begins(path, "data") || Begins(path, "stringData") || Begins(path, "metadata.annotations")))
        || (Confidential.Any(word => path.Contains(word, StringComparison.OrdinalIgnoreCase)) && (path.Contains(".env[", StringComparison.Ordinal) || Begins(path, "data")));

    private static bool Begins(string path, string field) =>
        path.StartsWith(field, StringComparison.Ordinal) && (path.Length == field.Length || path[field.Length] is '.' or '[');

    private static string? Show(JsonNode? node)
    {
        if (node is null)
        {
            return null;
        }

        string text = node is JsonValue value && value.TryGetValue(out string? plain) ? plain : CanonicalJson.Write(node);
        if (text.Length <= Longest)
        {
            return text;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
        return $"{text[..Beginning]}… ({text.Length} characters, sha256:{hash})";
    }
}

using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Manifests.Checks;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Releases;

/// <summary>
/// Fills the values of Secrets in. Manifests hold none: <c>${NAME}</c> in <c>data</c> or <c>stringData</c> of a Secret stands for
/// the variable NAME, <c>$${NAME}</c> for the text <c>${NAME}</c> itself. Other kinds are left as they are. Pure given the lookup.
/// </summary>
public static partial class SecretValues
{
    private static readonly UTF8Encoding s_strictUtf8 = new(false, true);

    /// <param name="objects">The objects as they were rendered.</param>
    /// <param name="lookup">Name of a variable → its value, <see langword="null"/> where there is none.</param>
    /// <returns>The objects with their values, and an error for every variable that is absent or empty. No value is in any message.</returns>
    public static SecretOutcome Fill(IReadOnlyList<ManifestObject> objects, Func<string, string?> lookup)
    {
        var findings = new List<ManifestFinding>();
        List<ManifestObject> filled = [.. objects.Select(item => item is { Kind: "Secret", ApiVersion: "v1" } ? Fill(item, lookup, findings) : item)];
        return findings.Count == 0 ? new SecretOutcome(filled, []) : new SecretOutcome([], findings);
    }

    private static ManifestObject Fill(ManifestObject secret, Func<string, string?> lookup, List<ManifestFinding> findings)
    {
        var json = (JsonObject)secret.Json.DeepClone();
        foreach (var part in (ReadOnlySpan<string>)["data", "stringData"])
        {
            foreach (var (key, value) in (json[part] as JsonObject ?? []).ToList())
            {
                if ((part == "data" ? Decode(value.Text()) : value.Text()) is not { } text || !Placeholder().IsMatch(text))
                {
                    continue;
                }

                var full = Placeholder().Replace(text, match => Value(match, secret, $"{part}.{key}", lookup, findings));
                json[part]![key] = part == "data" ? Convert.ToBase64String(Encoding.UTF8.GetBytes(full)) : full;
            }
        }

        return secret with { Json = json };
    }

    private static string Value(Match match, ManifestObject secret, string field, Func<string, string?> lookup, List<ManifestFinding> findings)
    {
        if (match.Groups["escape"].Length > 0)
        {
            return match.Value[1..];
        }

        var name = match.Groups["name"].Value;
        if (lookup(name) is { Length: > 0 } value)
        {
            return value;
        }

        findings.Add(new ManifestFinding(FindingSeverity.Error, secret.Source, secret.ToString(), field, $"the variable {name} is not set", $"Set it where the deploy runs (in a pipeline: a secret of the environment), or write $${{{name}}} for the text itself"));
        return "";
    }

    // What is no text holds no placeholder either.
    private static string? Decode(string? base64)
    {
        try
        {
            return base64 is null ? null : s_strictUtf8.GetString(Convert.FromBase64String(base64));
        }
        catch (Exception problem) when (problem is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?<escape>\$?)\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}

/// <summary>Outcome of filling Secrets in.</summary>
/// <param name="Objects">All objects; empty if something is absent.</param>
/// <param name="Findings">One error for each value that is absent.</param>
public sealed record SecretOutcome(IReadOnlyList<ManifestObject> Objects, IReadOnlyList<ManifestFinding> Findings)
{
    public bool IsFilled => Findings.Count == 0;
}

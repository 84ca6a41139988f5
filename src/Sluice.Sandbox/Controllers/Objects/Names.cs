using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Controllers.Objects;

/// <summary>Short, readable, deterministic suffixes for generated names.</summary>
internal static class Names
{
    // No vowels and no digits that look like letters: no suffix spells a word.
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>A suffix that depends on the document's content only, not on the order of its keys.</summary>
    public static string Hash(JsonNode? document, int salt = 0)
    {
        var text = new StringBuilder();
        Write(document, text);
        return Hash($"{text}#{salt}");
    }

    public static string Hash(string text)
    {
        ulong hash = Fnv(text);
        var name = new StringBuilder(10);
        for (int i = 0; i < 10; i++)
        {
            name.Append(Alphabet[(int)(hash % (ulong)Alphabet.Length)]);
            hash /= (ulong)Alphabet.Length;
        }

        return name.ToString();
    }

    /// <summary>Five characters, different each time.</summary>
    public static string Random() =>
        string.Create(5, 0, static (span, _) => System.Random.Shared.GetItems(Alphabet, span));

    /// <summary>Cuts a base so that base, a hyphen and the suffix make at most 63 characters.</summary>
    public static string WithSuffix(string name, string suffix)
    {
        int room = 63 - suffix.Length - 1;
        return $"{(name.Length > room ? name[..room].TrimEnd('-', '.') : name)}-{suffix}";
    }

    private static ulong Fnv(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ b) * 1099511628211;
        }

        return hash;
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject map:
                text.Append('{');
                foreach (var (key, value) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    text.Append(key).Append(':');
                    Write(value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonArray items:
                text.Append('[');
                foreach (var item in items)
                {
                    Write(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Sluice.Manifests.Files;
using Sluice.Manifests.Json;
using Sluice.Model.Files.Shapes;

namespace Sluice.Manifests.Kustomize;

/// <summary>Where the content of a generated object comes from, and how it is stored.</summary>
internal static class GeneratorContent
{
    private const int Base64LineLength = 70;
    private static readonly UTF8Encoding s_strictUtf8 = new(false, true);

    public static IEnumerable<(string Key, byte[] Content)> Read(KustomizationFile file, GeneratorRule rule, RenderContext context)
    {
        var seen = new HashSet<string>();
        var all = rule.EnvFiles.SelectMany(at => EnvFile(file, at, context).Select(pair => (at, pair)))
            .Concat(rule.Files.SelectMany(at => NamedFile(file, at, context).Select(pair => (at, pair))))
            .Concat(rule.Literals.SelectMany(at => Literal(file, at, context).Select(pair => (at, pair))));
        foreach (var (at, pair) in all)
        {
            if (!IsKey(pair.Key))
            {
                context.Add(file, at, $"'{pair.Key}' cannot be a key", "letters, digits, '-', '_' and '.'");
            }
            else if (!seen.Add(pair.Key))
            {
                context.Add(file, at, $"the key '{pair.Key}' is there twice", "each key once");
            }
            else
            {
                yield return pair;
            }
        }
    }

    public static void Store(JsonObject json, string kind, string key, byte[] content)
    {
        if (kind == "Secret")
        {
            json.MapAt("data")[key] = Base64(content);
        }
        else if (Text(content) is { } text)
        {
            json.MapAt("data")[key] = text;
        }
        else
        {
            json.MapAt("binaryData")[key] = Base64(content);
        }
    }

    private static IEnumerable<(string Key, byte[] Content)> Literal(KustomizationFile file, Located<string> at, RenderContext context)
    {
        var equals = at.Value.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            context.Add(file, at, $"'{at.Value}' is not a pair", "key=value");
            return [];
        }

        return [(at.Value[..equals], Encoding.UTF8.GetBytes(Unquote(at.Value[(equals + 1)..])))];
    }

    private static IEnumerable<(string Key, byte[] Content)> NamedFile(KustomizationFile file, Located<string> at, RenderContext context)
    {
        if (at.Value.Split('=') is not ([{ Length: > 0 }] or [{ Length: > 0 }, { Length: > 0 }]))
        {
            context.Add(file, at, $"'{at.Value}' is not a file", "path, or key=path");
            return [];
        }

        var equals = at.Value.IndexOf('=', StringComparison.Ordinal);
        var name = at.Value[(equals + 1)..];
        var key = equals < 0 ? TreePath.LastPart(name) : at.Value[..equals];
        return context.ReadNamed(file, at, name) is { } read ? [(key, read.Content)] : [];
    }

    private static List<(string Key, byte[] Content)> EnvFile(KustomizationFile file, Located<string> at, RenderContext context)
    {
        var pairs = new List<(string, byte[])>();
        if (context.ReadNamed(file, at, at.Value) is not { } read)
        {
            return pairs;
        }

        foreach (var line in RenderContext.Utf8(read.Content).Split('\n'))
        {
            var text = line.TrimEnd('\r').TrimStart();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                context.Add(file, at, $"'{read.Path}' has a line without a value", "key=value on every line (values from the environment would make a release that nobody can rebuild)");
                continue;
            }

            pairs.Add((text[..equals], Encoding.UTF8.GetBytes(text[(equals + 1)..])));
        }

        return pairs;
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] == value[^1] && value[0] is '"' or '\'' ? value[1..^1] : value;

    private static bool IsKey(string key) =>
        key.Length is > 0 and <= 253 && key.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.') && key is not ("." or "..");

    private static string? Text(byte[] content)
    {
        try
        {
            return s_strictUtf8.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // Long content is broken into lines, each ended by a line feed; the hash of the name is over exactly this.
    private static string Base64(byte[] content)
    {
        var encoded = Convert.ToBase64String(content);
        return encoded.Length < Base64LineLength
            ? encoded
            : string.Concat(encoded.Chunk(Base64LineLength).Select(line => new string(line) + "\n"));
    }
}

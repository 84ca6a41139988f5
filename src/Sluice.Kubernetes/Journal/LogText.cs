using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Journal;

/// <summary>What happened in a rollout as text, one JSON object a line, cut into segments. Pure.</summary>
internal static partial class LogText
{
    /// <summary>The key in a segment.</summary>
    public const string Key = "lines.jsonl";

    /// <summary>Of one segment in UTF-8.</summary>
    public const int SegmentBytes = 256 * 1024;

    /// <summary>So many of the newest segments are kept.</summary>
    public const int Segments = 4;

    /// <summary>A line is a sentence; what is longer is cut.</summary>
    public const int LongestText = 4000;

    /// <summary>The texts of segments: the given one with as many lines as fit, then new ones.</summary>
    public static IReadOnlyList<string> Append(string segment, IEnumerable<JournalLine> lines)
    {
        var whole = new List<string>();
        var text = new StringBuilder(segment.Length == 0 || segment[^1] == '\n' ? segment : segment + "\n");
        int bytes = Encoding.UTF8.GetByteCount(segment);
        foreach (JournalLine line in lines)
        {
            string added = JsonSerializer.Serialize(Short(line), LineJson.Default.JournalLine) + "\n";
            int more = Encoding.UTF8.GetByteCount(added);
            if (text.Length > 0 && bytes + more > SegmentBytes)
            {
                whole.Add(text.ToString());
                text.Clear();
                bytes = 0;
            }

            text.Append(added);
            bytes += more;
        }

        return [.. whole, text.ToString()];
    }

    /// <summary>Adds the lines of a segment; answers with the number of the first line, from 1, that is none, or null.</summary>
    public static int? Read(string segment, List<JournalLine> into)
    {
        int at = 0;
        foreach (string text in segment.Split('\n', StringSplitOptions.TrimEntries))
        {
            at++;
            if (text.Length == 0)
            {
                continue;
            }

            try
            {
                if (JsonSerializer.Deserialize(text, LineJson.Default.JournalLine) is not { } line)
                {
                    return at;
                }

                into.Add(line);
            }
            catch (JsonException)
            {
                return at;
            }
        }

        return null;
    }

    private static JournalLine Short(JournalLine line) => line.Text.Length <= LongestText ? line : line with { Text = line.Text[..LongestText] + "…" };

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
    [JsonSerializable(typeof(JournalLine))]
    private sealed partial class LineJson : JsonSerializerContext;
}

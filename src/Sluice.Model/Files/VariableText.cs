using System.Text;

namespace Sluice.Model.Files;

/// <summary>Variables in a text: <c>${NAME}</c> stands for the variable's value, <c>$${</c> for the two signs themselves.</summary>
internal static class VariableText
{
    /// <summary>A part of a text: text as it is, a variable's name, or what is neither.</summary>
    public readonly record struct Part(string Text, PartKind Kind);

    public enum PartKind
    {
        Text,
        Variable,

        /// <summary>Starts like a variable and is none.</summary>
        Broken,
    }

    /// <summary>Whether there is anything in a text that <see cref="Parts"/> would take for more than text.</summary>
    public static bool IsInteresting(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>The variable's name, if a text is one variable and nothing else.</summary>
    public static string? OnlyName(string text) => Parts(text) is [{ Kind: PartKind.Variable } only] ? only.Text : null;

    public static List<Part> Parts(string text)
    {
        var parts = new List<Part>();
        var plain = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var rest = text.AsSpan(at);
            if (rest.StartsWith("$${"))
            {
                plain.Append("${");
                at += 2;
            }
            else if (rest.StartsWith("${"))
            {
                Flush();
                var end = rest.IndexOf('}');
                var name = end < 0 ? "" : rest[2..end].ToString();
                parts.Add(IsName(name) ? new(name, PartKind.Variable) : new(rest[..(end < 0 ? rest.Length : end + 1)].ToString(), PartKind.Broken));
                at += end < 0 ? rest.Length : end;
            }
            else
            {
                plain.Append(text[at]);
            }
        }

        Flush();
        return parts;

        void Flush()
        {
            if (plain.Length > 0)
            {
                parts.Add(new(plain.ToString(), PartKind.Text));
                plain.Clear();
            }
        }
    }

    private static bool IsName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_');
}

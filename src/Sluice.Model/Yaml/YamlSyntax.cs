using Sluice.Model.Input;
using YamlDotNet.Core;

namespace Sluice.Model.Yaml;

/// <summary>Says in the user's words what a YAML parser found.</summary>
internal static class YamlSyntax
{
    public static InputError Explain(YamlException exception, string text, string file)
    {
        var line = Math.Max(1, (int)exception.Start.Line);
        var column = Math.Max(1, (int)exception.Start.Column);
        var message = exception.InnerException is YamlException inner ? inner.Message : exception.Message;
        // Where the parser knows that it is a tab it names the start of the map instead, which may be far above.
        var last = message.Contains(" tab ", StringComparison.Ordinal) ? int.MaxValue : line + 1;
        if (TabInIndentation(text, line, last) is { } tab)
        {
            return new InputError(file, tab.Line, tab.Column, "", "a tab is used for indentation", "spaces");
        }

        return new InputError(file, line, column, "", "this is not valid YAML: " + Clean(message));
    }

    // The parser reports a tab one line early or late, depending on what it was in the middle of.
    private static (int Line, int Column)? TabInIndentation(string text, int line, int last)
    {
        var lines = text.Split('\n');
        for (var candidate = Math.Max(1, line - 1); candidate <= Math.Min(lines.Length, last); candidate++)
        {
            var content = lines[candidate - 1];
            var indentation = content.Length - content.TrimStart(' ', '\t').Length;
            var tab = content.AsSpan(0, indentation).IndexOf('\t');
            if (tab >= 0 && content.Trim().Length > 0)
            {
                return (candidate, tab + 1);
            }
        }

        return null;
    }

    // Parsers prefix their messages with the position, which we print ourselves.
    private static string Clean(string message)
    {
        var end = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        var text = (end < 0 ? message : message[(end + 3)..]).TrimEnd('.').ReplaceLineEndings(" ");
        return text.Length == 0 ? "it cannot be read" : text;
    }
}

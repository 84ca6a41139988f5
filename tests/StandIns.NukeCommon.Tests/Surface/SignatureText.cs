using System.Text.RegularExpressions;

namespace StandIns.NukeCommon.Tests.Surface;

/// <summary>Brings signatures, listed or reflected, into one form.</summary>
internal static partial class SignatureText
{
    /// <summary>Without notes, what concerns overriding only, nullability of references and spare blanks.</summary>
    public static string Normalize(string signature)
    {
        var text = Notes().Replace(signature, "");
        text = Modifiers().Replace(text, "");
        text = NullableReference().Replace(text, "$1");
        text = Accessors().Replace(text, "");
        return Blanks().Replace(WithShortTuples(text), " ").Trim().TrimEnd(';');
    }

    /// <summary><c>ValueTuple&lt;A, B&gt;</c> is listed as <c>(A, B)</c> in some places.</summary>
    private static string WithShortTuples(string text)
    {
        const string Long = "ValueTuple<";
        for (var start = text.LastIndexOf(Long, StringComparison.Ordinal); start >= 0; start = text.LastIndexOf(Long, StringComparison.Ordinal))
        {
            var depth = 1;
            var end = start + Long.Length;
            for (; depth > 0; end++)
            {
                depth += text[end] switch { '<' => 1, '>' => -1, _ => 0 };
            }

            text = $"{text[..start]}({text[(start + Long.Length)..(end - 1)]}){text[end..]}";
        }

        return text;
    }

    /// <summary>Nested types are listed as <c>Outer.Inner</c>, generic ones with the names of their parameters.</summary>
    public static string TypeName(string listed) => Regex.Replace(listed.Trim(), @"<([^<>]*)>", x => "`" + x.Groups[1].Value.Split(',').Length);

    public static string DelegateName(string listed)
    {
        var match = DelegateLine().Match(listed);
        return TypeName(match.Groups[1].Value);
    }

    [GeneratedRegex(@"/\*.*?\*/")]
    private static partial Regex Notes();

    [GeneratedRegex(@"\b(public|internal|virtual|override|abstract|sealed|async|readonly) ")]
    private static partial Regex Modifiers();

    [GeneratedRegex(@"\b(string|object)\?")]
    private static partial Regex NullableReference();

    [GeneratedRegex(@"(internal|private) (get|set|init); ")]
    private static partial Regex Accessors();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"([A-Za-z0-9_.]+(?:<[^()]*>)?)\(")]
    private static partial Regex DelegateLine();
}

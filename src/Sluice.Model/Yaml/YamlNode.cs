using Sluice.Model.Input;

namespace Sluice.Model.Yaml;

/// <summary>A node of a YAML document with the place it was written at.</summary>
/// <param name="Line">Line, 1-based.</param>
/// <param name="Column">Column, 1-based.</param>
/// <param name="Size">Number of nodes in this subtree, this one included; bounds what aliases may expand to.</param>
public abstract record YamlNode(int Line, int Column, int Size)
{
    /// <summary>What it is, for messages: <c>a list</c>, <c>a map</c>, <c>the text 'x'</c>.</summary>
    public abstract string Describe();
}

/// <summary>A scalar. <paramref name="Text"/> is what was written, without quotes.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsPlain">Written without quotes and not as a block, so that its type follows from its text.</param>
/// <param name="Tag">An explicit tag such as <c>!!str</c> in its long form, or empty.</param>
/// <param name="Line">Line, 1-based.</param>
/// <param name="Column">Column, 1-based.</param>
public sealed record YamlScalar(string Text, bool IsPlain, string Tag, int Line, int Column) : YamlNode(Line, Column, 1)
{
    private const int LongestQuote = 60;

    /// <summary>What the file says where variables were put in; <see langword="null"/> where <see cref="Text"/> is what it says. Messages show this, never the value.</summary>
    public string? Written { get; init; }

    /// <summary>It names a variable that is not set, so it has no value that could be judged.</summary>
    public bool IsUnset { get; init; }

    /// <summary>What stands here, in quotes, for messages: cut where it is long, without signs that a terminal would obey.</summary>
    public string Quote()
    {
        var text = Written ?? Text;
        var cut = text.Length > LongestQuote ? string.Concat(text.AsSpan(0, LongestQuote), "…") : text;
        return $"'{string.Concat(cut.Select(sign => char.IsControl(sign) ? ' ' : sign))}'";
    }

    /// <summary>The typed value: <see langword="null"/>, bool, long, ulong, double or string.</summary>
    public YamlScalarValue Resolve() => YamlScalars.Resolve(this);

    /// <summary>The same as the subject of a sentence: a variable's value is spoken of, not shown.</summary>
    public string Subject() => Written is null ? Quote() : $"what {Quote()} stands for";

    /// <summary>The known word that was probably meant; none for what a variable holds, which is not to be guessed at.</summary>
    public string? Nearest(IEnumerable<string> known) => Written is null ? NearestName.Of(Text, known) : null;

    public override string Describe() => (Written, Resolve().Type) switch
    {
        (not null, YamlScalarType.Null) => $"empty: {Quote()} is set to nothing",
        (not null, _) => $"what {Quote()} stands for",
        (_, YamlScalarType.Null) => "empty",
        (_, YamlScalarType.Boolean) => $"the boolean {Text}",
        (_, YamlScalarType.WholeNumber or YamlScalarType.RealNumber) => $"the number {Text}",
        _ => $"the text {Quote()}",
    };

    /// <summary>As <see cref="Describe"/>: what variables hold is in no text.</summary>
    public override string ToString() => Describe();
}

/// <summary>A list.</summary>
public sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line, int Column)
    : YamlNode(Line, Column, 1 + Items.Sum(item => item.Size))
{
    public override string Describe() => "a list";
}

/// <summary>A key with its value.</summary>
public sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>A map; its keys are distinct, in the order of the file.</summary>
public sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, int Line, int Column)
    : YamlNode(Line, Column, 1 + Entries.Sum(entry => 1 + entry.Value.Size))
{
    public YamlNode? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Text == key)?.Value;

    public override string Describe() => "a map";
}

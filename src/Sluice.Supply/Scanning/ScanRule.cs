using System.Text.RegularExpressions;

namespace Sluice.Supply.Scanning;

/// <summary>What a rule looks at.</summary>
internal enum RuleTarget
{
    /// <summary>The image as a whole; the rule is code, its pattern only says which edition of the code.</summary>
    Image,

    /// <summary>Files whose path fits, and whose text fits where there is a pattern for it.</summary>
    File,

    /// <summary>Any text, in files (compiled ones too), settings and labels.</summary>
    Token,
}

/// <summary>One line of the table of rules.</summary>
/// <param name="Id">Never given to another rule once released.</param>
/// <param name="Severity">What a finding means.</param>
/// <param name="Target">What it looks at.</param>
/// <param name="What">What was found, for people.</param>
/// <param name="Why">Why that is a problem; a sentence.</param>
/// <param name="Fix">What to do; a sentence.</param>
internal sealed record ScanRule(string Id, ScanSeverity Severity, RuleTarget Target, string What, string Why, string Fix)
{
    /// <summary>Paths that the rule is about, without a leading slash.</summary>
    public Regex? Path { get; init; }

    /// <summary>Text that has to be there. A group <c>shown</c> may be printed; nothing else of a match ever is.</summary>
    public Regex? Text { get; init; }

    /// <summary>Raised when the code behind a rule without patterns changes what it finds.</summary>
    public int Edition { get; init; } = 1;

    public ScanFinding At(ScanLocation where, string? excerpt = null, string? what = null) => new(Id, Severity, what ?? What, where, excerpt, Why, Fix);
}

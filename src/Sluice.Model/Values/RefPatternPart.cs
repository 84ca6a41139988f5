namespace Sluice.Model.Values;

/// <summary>One character of a <see cref="RefPattern"/>, with how often it may come.</summary>
/// <param name="Ranges">The characters, as ranges with both ends.</param>
/// <param name="MayBeAbsent">It may be left out.</param>
/// <param name="MayRepeat">It may come any number of times (and is followed by no state of its own until another part takes over).</param>
internal sealed record RefPatternPart((char First, char Last)[] Ranges, bool MayBeAbsent, bool MayRepeat)
{
    public static (char First, char Last)[] Anything { get; } = [('!', char.MaxValue)];

    public static (char First, char Last)[] AnythingButSlash { get; } = [('!', '.'), ('0', char.MaxValue)];

    /// <summary>The first character of each range and the first one after it: no class of characters lies between them.</summary>
    public IEnumerable<char> Boundaries => Ranges.SelectMany(range => range.Last == char.MaxValue ? new[] { range.First } : [range.First, (char)(range.Last + 1)]);

    public bool Has(char character) => Array.Exists(Ranges, range => character >= range.First && character <= range.Last);
}

using System.Globalization;

namespace Sluice.Model.Values;

/// <summary>
/// A pattern for branch and tag names, in the notation of GitHub's filters: <c>*</c> (anything but /), <c>**</c> (anything),
/// <c>?</c> and <c>+</c> (the character before it: none or once, once or more), <c>[0-9a-z]</c>, <c>\</c> before a sign that is meant as such.
/// </summary>
public sealed class RefPattern : IEquatable<RefPattern>
{
    private const int MostCharacters = 200;
    private readonly RefPatternPart[] _parts;

    private RefPattern(string text, RefPatternPart[] parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The pattern, or <see langword="null"/> with what is wrong, to be read after the text.</summary>
    public static RefPattern? Parse(string text, out string? problem)
    {
        problem = text.Length is 0 or > MostCharacters ? string.Create(CultureInfo.InvariantCulture, $"has {text.Length} characters") : null;
        if (problem is not null)
        {
            return null;
        }

        var parts = RefPatternParser.Parse(text, out problem);
        return parts is null ? null : new RefPattern(text, parts);
    }

    /// <summary>Whether a branch or tag name matches as a whole. Time grows with the product of both lengths at most.</summary>
    public bool Matches(string name)
    {
        var states = Reach([0]);
        foreach (var character in name)
        {
            states = Reach(states.Select(state => After(state, character)).OfType<int>());
        }

        return states.Contains(_parts.Length);
    }

    /// <summary>A name that both patterns match, one of the shortest, or <see langword="null"/> if there is none.</summary>
    public static string? Common(RefPattern one, RefPattern other)
    {
        var alphabet = Alphabet(one, other);
        var seen = new HashSet<(int One, int Other, bool IsEmpty)>();
        var queue = new Queue<(int One, int Other, string Name)>();
        Visit(0, 0, "");
        while (queue.TryDequeue(out var place))
        {
            if (place.One == one._parts.Length && place.Other == other._parts.Length && place.Name.Length > 0)
            {
                return place.Name;
            }

            foreach (var character in alphabet)
            {
                if (one.After(place.One, character) is { } nextOne && other.After(place.Other, character) is { } nextOther)
                {
                    Visit(nextOne, nextOther, place.Name + character);
                }
            }
        }

        return null;

        // A pair of states, and all that can be reached from it without a character.
        void Visit(int first, int second, string name)
        {
            if (!seen.Add((first, second, name.Length == 0)))
            {
                return;
            }

            queue.Enqueue((first, second, name));
            if (one.MayPass(first))
            {
                Visit(first + 1, second, name);
            }

            if (other.MayPass(second))
            {
                Visit(first, second + 1, name);
            }
        }
    }

    public bool Equals(RefPattern? other) => other?.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as RefPattern);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    // One character for every class that either pattern can tell from the others; readable ones first.
    private static List<char> Alphabet(RefPattern one, RefPattern other) =>
        [.. one._parts.Concat(other._parts).SelectMany(part => part.Boundaries).Append('x').Distinct()
            .OrderBy(character => char.IsAsciiLetterOrDigit(character) ? 0 : 1).ThenBy(character => character)];

    private bool MayPass(int state) => state < _parts.Length && _parts[state].MayBeAbsent;

    private int? After(int state, char character) =>
        state < _parts.Length && _parts[state].Has(character) ? _parts[state].MayRepeat ? state : state + 1 : null;

    // The states that can be reached without a character.
    private HashSet<int> Reach(IEnumerable<int> states)
    {
        var reached = new HashSet<int>();
        foreach (var state in states)
        {
            for (var at = state; reached.Add(at) && MayPass(at); at++)
            {
            }
        }

        return reached;
    }
}

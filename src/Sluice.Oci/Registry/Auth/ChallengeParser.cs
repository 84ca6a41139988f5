namespace Sluice.Oci.Registry;

/// <summary>One challenge of a <c>WWW-Authenticate</c> header.</summary>
/// <param name="Scheme">As written; compared without regard to case.</param>
/// <param name="Parameters">By name, without regard to case.</param>
internal sealed record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters);

/// <summary>
/// The grammar of RFC 9110, section 11.6.1: a list of challenges, each a scheme with a token68 or a list of parameters,
/// whose values are tokens or quoted texts. Commas part challenges as well as parameters. What cannot be read ends the
/// list; what was read before it counts.
/// </summary>
internal ref struct ChallengeParser
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private ChallengeParser(ReadOnlySpan<char> text) => _text = text;

    public static IReadOnlyList<Challenge> Parse(string header)
    {
        var parser = new ChallengeParser(header);
        var challenges = new List<Challenge>();
        parser.SkipListSpace();
        while (parser.Token() is { Length: > 0 } scheme)
        {
            challenges.Add(new Challenge(scheme, parser.Parameters()));
            parser.SkipListSpace();
        }

        return challenges;
    }

    private Dictionary<string, string> Parameters()
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        SkipToken68();
        while (true)
        {
            SkipListSpace();
            var start = _at;
            var name = Token();
            SkipSpace();
            if (name.Length == 0 || !Take('='))
            {
                _at = start;
                return found;
            }

            SkipSpace();
            found.TryAdd(name, Peek() == '"' ? Quoted() : Token());
        }
    }

    /// <summary>A token68 ends the element; <c>name=value</c> does not, and is left for the parameters.</summary>
    private void SkipToken68()
    {
        var start = _at;
        SkipSpace();
        while (IsTokenCharacter(Peek()) || Peek() == '/')
        {
            _at++;
        }

        while (Peek() == '=')
        {
            _at++;
        }

        var end = _at;
        SkipSpace();
        if (end == start || (_at < _text.Length && Peek() != ','))
        {
            _at = start;
        }
    }

    private string Token()
    {
        var start = _at;
        while (IsTokenCharacter(Peek()))
        {
            _at++;
        }

        return _text[start.._at].ToString();
    }

    private string Quoted()
    {
        var value = new System.Text.StringBuilder();
        for (_at++; _at < _text.Length && Peek() != '"'; _at++)
        {
            _at += Peek() == '\\' && _at + 1 < _text.Length ? 1 : 0;
            value.Append(Peek());
        }

        Take('"');
        return value.ToString();
    }

    private readonly char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private bool Take(char expected)
    {
        var taken = Peek() == expected;
        _at += taken ? 1 : 0;
        return taken;
    }

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\t')
        {
            _at++;
        }
    }

    /// <summary>Empty elements are allowed in lists.</summary>
    private void SkipListSpace()
    {
        while (Peek() is ' ' or '\t' or ',')
        {
            _at++;
        }
    }

    private static bool IsTokenCharacter(char character)
        => char.IsAsciiLetterOrDigit(character) || (character != '\0' && "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal));
}

using System.Globalization;

namespace PcBench.ServiceDefaults.Settings;

/// <summary>
/// Reads typed values from environment variables. A wrong value is noted in <see cref="Errors"/> and the default is
/// returned, so that one start tells about every mistake and not only about the first.
/// </summary>
/// <param name="variable">Gives a variable's text, or <see langword="null"/> where it is not set.</param>
public sealed class EnvironmentReader(Func<string, string?> variable)
{
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> Errors => _errors;

    public string Text(string name, string fallback) =>
        variable(name) is { Length: > 0 } text ? text : fallback;

    /// <summary>A number from <paramref name="minimum"/> to <paramref name="maximum"/>, with a point as decimal separator.</summary>
    public double? Number(string name, double minimum, double maximum)
    {
        if (variable(name) is not { Length: > 0 } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= minimum && value <= maximum)
        {
            return value;
        }

        _errors.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}=\"{text}\" is not a number from {minimum} to {maximum}; give one, or remove the variable"));
        return null;
    }

    /// <summary>A duration given as a number of seconds, at most a day.</summary>
    public TimeSpan? Seconds(string name) =>
        Number(name, 0, 86_400) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>The address of another service: absolute, http or https.</summary>
    public Uri Url(string name, string fallback)
    {
        var text = Text(name, fallback);
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        _errors.Add($"{name}=\"{text}\" is not an absolute http or https address; write for example {fallback}");
        return new Uri(fallback);
    }

    /// <summary>One of the names of an enumeration, in any case.</summary>
    public T OneOf<T>(string name, T fallback)
        where T : struct, Enum
    {
        var text = Text(name, fallback.ToString());
        if (Enum.GetNames<T>().FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } match)
        {
            return Enum.Parse<T>(match);
        }

        _errors.Add($"{name}=\"{text}\" is not known; allowed are {string.Join(", ", Enum.GetNames<T>())}");
        return fallback;
    }
}

namespace Nuke.Common.Output;

/// <summary>Colours, where somebody sees them.</summary>
internal static class Ansi
{
    public static bool IsOn { get; } = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static string Green(string text) => Paint(text, 32);

    public static string Red(string text) => Paint(text, 31);

    public static string Yellow(string text) => Paint(text, 33);

    public static string Bold(string text) => Paint(text, 1);

    private static string Paint(string text, int code) => IsOn ? $"\u001b[{code}m{text}\u001b[0m" : text;
}

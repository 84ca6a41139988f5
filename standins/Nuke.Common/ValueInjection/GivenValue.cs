namespace Nuke.Common.ValueInjection;

/// <summary>Texts as somebody gave them, and where: <paramref name="Origin"/> is for messages.</summary>
/// <param name="Texts">Empty: the name was given without a value.</param>
/// <param name="Origin">For example <c>--api-key</c>.</param>
internal sealed record GivenValue(IReadOnlyList<string> Texts, string Origin)
{
    /// <summary>No message may repeat it.</summary>
    public bool IsSecret { get; init; }

    public string Shown(string text) => IsSecret ? "***" : text;
}

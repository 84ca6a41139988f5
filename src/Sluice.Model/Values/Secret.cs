namespace Sluice.Model.Values;

/// <summary>A value that must never be seen: it is in no text, no log and no JSON that is made of it.</summary>
public sealed class Secret(string value)
{
    /// <summary>The value, for the one place that has to send it.</summary>
    public string Reveal() => value;

    public override string ToString() => "(secret)";
}

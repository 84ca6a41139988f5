using Sluice.Oci;

namespace Sluice.Supply.Scanning;

/// <summary>Where in an image something was found.</summary>
/// <param name="Layer">The layer, or none for the image's configuration.</param>
/// <param name="Path">Path in the image without a leading slash, or the part of the configuration (<c>Env API_TOKEN</c>); may be empty.</param>
/// <param name="Line">From 1 for text; 0 where lines mean nothing.</param>
public sealed record ScanLocation(Digest? Layer, string Path, int Line)
{
    public override string ToString()
        => (Layer is { } layer ? $"layer {layer.ShortHex}" : "image configuration")
            + (Path.Length == 0 ? "" : Layer is null ? $", {Path}" : $", /{Path}")
            + (Line > 0 ? $":{Line}" : "");
}

/// <summary>One thing that a rule objects to. Never holds a secret: an excerpt shows the kind of value, not the value.</summary>
/// <param name="Rule">Id of the rule (<c>SLS020</c>).</param>
/// <param name="Severity">What it means.</param>
/// <param name="What">What was found.</param>
/// <param name="Where">Where.</param>
/// <param name="Excerpt">The masked text, or none.</param>
/// <param name="Why">Why that is a problem.</param>
/// <param name="Fix">What to do about it.</param>
public sealed record ScanFinding(string Rule, ScanSeverity Severity, string What, ScanLocation Where, string? Excerpt, string Why, string Fix)
{
    public override string ToString() => $"{Rule} {What}: {Where}{(Excerpt is null ? "" : $" ({Excerpt})")}. {Why} {Fix}";
}

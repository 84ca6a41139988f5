namespace Sluice.Images;

/// <summary>An error that the build tools reported.</summary>
/// <param name="File">Path relative to the pipeline's folder with forward slashes, or none when the tool named no file.</param>
/// <param name="Line">From 1; 0 when the tool named none.</param>
/// <param name="Column">From 1; 0 when the tool named none.</param>
/// <param name="Code">The tool's code (<c>CS1002</c>, <c>NU1101</c>, <c>MSB4025</c>); may be empty.</param>
/// <param name="Message">The tool's sentence.</param>
public sealed record BuildError(string? File, int Line, int Column, string Code, string Message)
{
    /// <summary><c>file:line:column: CODE message</c>, without the parts that are absent.</summary>
    public override string ToString()
    {
        var place = (File, Line, Column) switch
        {
            (null, _, _) => "",
            (_, 0, _) => $"{File}: ",
            (_, _, 0) => $"{File}:{Line}: ",
            _ => $"{File}:{Line}:{Column}: ",
        };
        return $"{place}{(Code.Length > 0 ? Code + " " : "")}{Message}";
    }
}

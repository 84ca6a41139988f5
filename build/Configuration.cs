using System.ComponentModel;
using Nuke.Common.Tooling;

/// <summary>How the solution is compiled by <c>Compile</c> and <c>Test</c>.</summary>
[TypeConverter(typeof(TypeConverter<Configuration>))]
public class Configuration : Enumeration
{
    public static readonly Configuration Debug = new() { Value = nameof(Debug) };
    public static readonly Configuration Release = new() { Value = nameof(Release) };

    public static implicit operator string(Configuration configuration) => configuration.Value;
}

namespace Nuke.Common;

/// <summary>A value that may be absent without a warning.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public class OptionalAttribute : Attribute
{
    public OptionalAttribute()
    {
    }
}

namespace Nuke.Common;

/// <summary>A parameter that must have a value: in a component, when one of its targets runs.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public class RequiredAttribute : Attribute
{
    public RequiredAttribute()
    {
    }
}

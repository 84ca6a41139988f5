namespace Nuke.Common;

/// <summary>A parameter whose value nobody may see.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public class SecretAttribute : Attribute
{
    public SecretAttribute()
    {
    }
}

using System.Reflection;

namespace Nuke.Common.ValueInjection;

/// <summary>Marks a field or property of the build class that gets its value before the first target.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public abstract class ValueInjectionAttributeBase : Attribute
{
    public INukeBuild Build { get; internal set; }

    /// <summary>Higher ones first.</summary>
    public virtual int Priority => 0;

    public virtual bool SuppressWarnings => false;

    public object TryGetValue(MemberInfo member, object instance) => GetValue(member, instance);

    public abstract object GetValue(MemberInfo member, object instance);
}

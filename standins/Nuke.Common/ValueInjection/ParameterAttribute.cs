using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

/// <summary>
/// A value from the command line (<c>--name-of-it</c>), the environment (<c>NAME_OF_IT</c>, <c>NUKE_NAME_OF_IT</c>) or
/// <c>.nuke/parameters.json</c>. In a component: <c>[Parameter] string X => TryGetValue(() => X);</c>
/// </summary>
public class ParameterAttribute : ValueInjectionAttributeBase
{
    public ParameterAttribute(string description = null)
    {
        Description = description;
    }

    public virtual string Description { get; }

    /// <summary>Another name than the member's.</summary>
    public string Name { get; set; }

    /// <summary>What separates the elements of a list in one text.</summary>
    public string Separator { get; set; }

    /// <summary>False keeps it out of <c>--help</c>.</summary>
    public virtual bool List { get; set; } = true;

    /// <summary>Where <see cref="ValueProviderMember"/> is; the build class where this is null.</summary>
    public Type ValueProviderType { get; set; }

    /// <summary>A member of type <c>IEnumerable&lt;string&gt;</c> with the values that may be given.</summary>
    public string ValueProviderMember { get; set; }

    public override object GetValue(MemberInfo member, object instance) => BuildEnvironment.Current.Parameters.Get(member);

    /// <summary>The values that may be given, by their texts; null where the attribute does not know better than the type.</summary>
    public virtual IEnumerable<(string, object)> GetValueSet(MemberInfo member, object instance) => null;
}

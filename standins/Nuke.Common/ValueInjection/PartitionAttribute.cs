using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.CI;

/// <summary>A parameter that takes the number of this run, out of as many as the attribute says.</summary>
public class PartitionAttribute : ParameterAttribute
{
    public PartitionAttribute(int total)
    {
        Total = total;
    }

    public int Total { get; }

    public override bool List => false;

    public override object GetValue(MemberInfo member, object instance) =>
        BuildEnvironment.Current.Parameters.Get(ParameterNames.Of(member, this), typeof(int?)) is int part
            ? new Partition { Part = part, Total = Total }
            : Partition.Single;
}

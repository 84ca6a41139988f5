namespace Nuke.Common.Execution;

/// <summary>An attribute of the build class that implements some of <c>IOnBuild…</c> and <c>IOnTarget…</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class BuildExtensionAttributeBase : Attribute, IBuildExtension
{
    protected BuildExtensionAttributeBase()
    {
    }

    public INukeBuild Build { get; internal set; }

    public virtual float Priority { get; set; }
}

namespace Nuke.Common.CI;

/// <summary>What every build server knows.</summary>
public interface IBuildServer
{
    string Branch { get; }
    string Commit { get; }
}

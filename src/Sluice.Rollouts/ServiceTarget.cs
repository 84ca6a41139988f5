namespace Sluice.Rollouts;

/// <summary>One service of the release as a deploy sees it.</summary>
/// <param name="Name">Also the name of its workload object and of its Service object.</param>
/// <param name="Level">0 for services that depend on none; a level starts when all lower ones are ready.</param>
/// <param name="SmokePath">What is asked through its Service once it is ready; begins with a slash.</param>
public sealed record ServiceTarget(string Name, int Level, string SmokePath = "/")
{
    /// <summary>Whether each of its revisions has a stack of its own; otherwise its workload is updated in place.</summary>
    public bool HasStacks { get; init; }
}

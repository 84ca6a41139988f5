using Sluice.Model.Services;

namespace Sluice.Rollouts.Driver;

/// <summary>One run of a job.</summary>
/// <param name="Namespace">Where.</param>
/// <param name="Service">For whom.</param>
/// <param name="Name">Name of the Job object; tells this run from every other one, also of other rollouts.</param>
/// <param name="Job">What runs.</param>
/// <param name="Image">By digest.</param>
public sealed record JobRun(string Namespace, string Service, string Name, JobDefinition Job, string Image)
{
    /// <summary>Given to the job beside what its definition says: where the candidate is reached, its revision, the version.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <summary>How a job stands.</summary>
/// <param name="HasPassed"><see langword="null"/> while it runs, or does not exist yet.</param>
/// <param name="Text">One sentence about its end, with the reason and the last lines of its log.</param>
public sealed record JobProgress(bool? HasPassed, string Text)
{
    /// <summary>The end of its log.</summary>
    public IReadOnlyList<string> LogLines { get; init; } = [];
}

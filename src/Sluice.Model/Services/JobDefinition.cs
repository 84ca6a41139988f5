namespace Sluice.Model.Services;

/// <summary>Something that runs once in the cluster and ends: a migration, a smoke test.</summary>
/// <param name="Name">DNS label.</param>
public sealed record JobDefinition(string Name)
{
    /// <summary>The image; that of the service's new release where nothing else is said.</summary>
    public string? Image { get; init; }

    /// <summary>The command; the image's own where it is empty.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Arguments after the command.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Environment variables. Secrets belong into the manifests, not here.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it may run, all its tries together; 1 s to 24 h.</summary>
    public TimeSpan Deadline { get; init; } = ServiceDefaults.JobDeadline;

    /// <summary>How often it is started again after it failed, 0–10.</summary>
    public int Retries { get; init; } = ServiceDefaults.JobRetries;
}

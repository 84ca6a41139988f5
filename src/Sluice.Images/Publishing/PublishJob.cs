namespace Sluice.Images.Publishing;

/// <summary>One service to publish.</summary>
/// <param name="Service">Name of the service, a DNS label.</param>
/// <param name="ProjectFile">Full path.</param>
/// <param name="WorkFolder">Full path of a folder of its own for compiler output; kept between builds.</param>
internal sealed record PublishJob(string Service, string ProjectFile, string WorkFolder)
{
    public string OutputFolder => Path.Combine(WorkFolder, "out");
}

/// <summary>What came of it.</summary>
/// <param name="Succeeded">The output folder holds the published files.</param>
/// <param name="Errors">Every error that belongs to the service.</param>
internal sealed record PublishResult(bool Succeeded, IReadOnlyList<BuildError> Errors);

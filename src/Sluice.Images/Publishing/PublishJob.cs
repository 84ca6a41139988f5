namespace Sluice.Images.Publishing;

/// <summary>One publish of a service's project.</summary>
/// <param name="Service">Name of the service, a DNS label.</param>
/// <param name="ProjectFile">Full path.</param>
/// <param name="WorkFolder">Full path of a folder of its own for compiler output; kept between builds.</param>
/// <param name="Runtime">The runtime identifier (<c>linux-x64</c>) whose .NET is published too; <see langword="null"/> for portable files that an installed .NET runs.</param>
internal sealed record PublishJob(string Service, string ProjectFile, string WorkFolder, string? Runtime)
{
    /// <summary>Different for every job of a build.</summary>
    public string Key => Runtime is null ? Service : $"{Service}.{Runtime}";

    public string OutputFolder => Path.Combine(WorkFolder, "out");
}

/// <summary>What came of it.</summary>
/// <param name="Succeeded">The output folder holds the published files.</param>
/// <param name="Errors">Every error that belongs to the service.</param>
internal sealed record PublishResult(bool Succeeded, IReadOnlyList<BuildError> Errors);

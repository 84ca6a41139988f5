using Sluice.Oci.Registry;

namespace Sluice.Images;

/// <summary>Where and how images are built.</summary>
public sealed record BuilderOptions
{
    /// <summary>Folder of <c>sluice.yaml</c>; projects are named relative to it.</summary>
    public required string Root { get; init; }

    /// <summary>Folder for the layout, the cache's index and compiler output, normally <c>.nuke/temp/images</c>. Made when absent; may be deleted at any time.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>The <c>dotnet</c> host; by default the one that runs this process, else the one on the PATH.</summary>
    public string DotnetPath { get; init; } = DotnetHost.Find();

    /// <summary>How many images of each service the cache keeps; at least 1.</summary>
    public int KeepPerService { get; init; } = 5;

    /// <summary>The most that the cache takes on disk, in bytes; what was not used for longest goes first, the images of the last build never.</summary>
    public long CacheLimit { get; init; } = 10L << 30;

    /// <summary>How images are made.</summary>
    public ImageSettings Settings { get; init; } = new();

    /// <summary>How base images are pulled.</summary>
    public RegistryClientOptions Registry { get; init; } = new() { Credentials = DockerConfigCredentials.OfUser() };

    /// <summary>How many projects are compiled, and images packed, at the same time; at least 1.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>How long to wait for another build that works in the same folder.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The OCI image layout with all images of the cache.</summary>
    public string LayoutFolder => Path.Combine(WorkFolder, "layout");
}

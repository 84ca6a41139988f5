namespace Sluice.Images;

/// <summary>What a service's build is busy with.</summary>
public enum ImagePhase
{
    /// <summary>The inputs were the same as before; the image was taken from the cache.</summary>
    Cached,

    /// <summary>Its base image is looked up, and pulled unless it is here.</summary>
    Pulling,

    /// <summary>Packages are restored, the project and what it refers to are compiled, its files are gathered.</summary>
    Compiling,

    /// <summary>Layers and image documents are written.</summary>
    Packing,

    /// <summary>The image is in the layout.</summary>
    Done,

    /// <summary>There is no image; the outcome says why.</summary>
    Failed,
}

/// <summary>A service's build reached a phase.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Phase">The phase that begins now.</param>
/// <param name="Elapsed">Time since the whole build began.</param>
public sealed record ImageProgress(string Service, ImagePhase Phase, TimeSpan Elapsed);

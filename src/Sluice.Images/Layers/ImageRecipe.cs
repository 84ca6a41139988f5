using Sluice.Images.Bases;
using Sluice.Model;
using Sluice.Oci;

namespace Sluice.Images.Layers;

/// <summary>Everything that makes up a service's image for one platform.</summary>
/// <param name="Service">What <c>sluice.yaml</c> says of it.</param>
/// <param name="Settings">How images are made.</param>
/// <param name="Platform">What it runs on.</param>
/// <param name="Folder">The published files.</param>
internal sealed record ImageRecipe(ServiceDefinition Service, ImageSettings Settings, Platform Platform, PublishFolder Folder)
{
    /// <summary>The image that it is laid upon, or none.</summary>
    public (BaseImage Base, PlatformBase Image)? Base { get; init; }

    /// <summary>The layer in a base's place, or none.</summary>
    public LayerContent? System { get; init; }

    /// <summary>Its own layers, lowest first.</summary>
    public IEnumerable<LayerContent> Layers => System is null ? Folder.Layers : Folder.Layers.Prepend(System);

    public DateTimeOffset Created => Settings.SourceDate ?? DateTimeOffset.UnixEpoch;
}

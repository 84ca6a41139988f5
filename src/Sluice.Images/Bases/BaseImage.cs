using Sluice.Oci;
using Sluice.Oci.Registry;

namespace Sluice.Images.Bases;

/// <summary>A base image that is completely in the layout.</summary>
/// <param name="Reference">As <c>sluice.yaml</c> names it.</param>
/// <param name="ByPlatform">The image for every platform that was asked for.</param>
internal sealed record BaseImage(ImageReference Reference, IReadOnlyDictionary<Platform, PlatformBase> ByPlatform);

/// <summary>A base image for one platform.</summary>
/// <param name="Image">Manifest and configuration.</param>
/// <param name="Contents">What it holds of .NET.</param>
internal sealed record PlatformBase(PulledImage Image, BaseContents Contents);

namespace Sluice.Oci;

/// <summary>What an image runs on, in the words of the image specification (<c>linux</c>, <c>amd64</c>).</summary>
public sealed record Platform(string Architecture, string Os, string? Variant = null)
{
    public static Platform LinuxAmd64 { get; } = new("amd64", "linux");

    public static Platform LinuxArm64 { get; } = new("arm64", "linux");

    /// <summary>True when an image for <paramref name="offered"/> runs here; a variant matters only when both sides name one.</summary>
    public bool Accepts(Platform offered)
        => Os == offered.Os && Architecture == offered.Architecture
            && (Variant is null || offered.Variant is null || Variant == offered.Variant);

    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}

using Sluice.Images.Layers;
using Sluice.Oci;
using Sluice.Oci.Registry;

namespace Sluice.Images.Bases;

/// <summary>Says what is wrong with a base image, and what to type next.</summary>
internal static class BaseFailures
{
    public static BuildOutcome.Failed Of(string service, string text, RegistryError error)
    {
        var correct = $"Correct services.{service}.base in sluice.yaml";
        var hint = error.Kind switch
        {
            RegistryErrorKind.NotFound => $"{correct}: \"docker buildx imagetools inspect <name>:<tag>\" shows the digest of a tag; or push the image there first.",
            RegistryErrorKind.NoSuchPlatform => $"{correct}: take an image for every platform that is built, or build for fewer.",
            RegistryErrorKind.DigestMismatch => "Run the same command again; if it stays, the registry or a proxy before it is damaged.",
            RegistryErrorKind.Unauthorized or RegistryErrorKind.Forbidden => $"Type: docker login {error.Host}",
            RegistryErrorKind.LocalStorage => "Free some space (the folder .nuke/temp/images may be deleted) and run the same command again.",
            _ => "Run the same command again when the registry answers; a base that was pulled before needs no registry.",
        };
        var isInput = error.Kind is RegistryErrorKind.NotFound or RegistryErrorKind.NoSuchPlatform;
        return new BuildOutcome.Failed(service, $"Service {service}: base image {text}: {error.Message}", hint) { IsInput = isInput };
    }

    public static BuildOutcome.Failed NoReference(string service, string problem)
        => new(service, $"Service {service}: base: {problem}", $"Correct services.{service}.base in sluice.yaml, such as registry.example.com/dotnet/aspnet:10.0@sha256:…") { IsInput = true };

    public static BuildOutcome.Failed NotPinned(string service, ImageReference reference, Digest? present)
        => new(
            service,
            $"Service {service}: base image {reference} is not pinned by a digest, so the same sources would give another image tomorrow.",
            present is { } digest
                ? $"Write in services.{service}.base of sluice.yaml what it is today: {reference with { Digest = digest }}"
                : $"Write name:tag@sha256:… in services.{service}.base of sluice.yaml.")
        { IsInput = true };

    public static BuildOutcome.Failed Unreadable(string service, string text, string problem)
        => new(service, $"Service {service}: base image {text} cannot be used: {problem}.", $"Name another image in services.{service}.base of sluice.yaml.") { IsInput = true };

    public static BuildOutcome.Failed LacksFrameworks(string service, string text, IReadOnlyList<FrameworkVersion> missing, IReadOnlyList<FrameworkVersion> present)
        => new(
            service,
            $"Service {service}: needs {string.Join(" and ", missing)}, and its base image {text} has {(present.Count == 0 ? "no .NET" : string.Join(", ", present))}.",
            $"Name a base with that .NET in services.{service}.base of sluice.yaml, or one without any: the service then brings its own.")
        { IsInput = true };
}

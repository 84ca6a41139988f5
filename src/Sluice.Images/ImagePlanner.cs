using Sluice.Images.Bases;
using Sluice.Images.Inputs;
using Sluice.Images.Publishing;
using Sluice.Oci;

namespace Sluice.Images;

/// <summary>Looks bases up and decides what has to be published: portable files where the base has .NET, else files with a .NET for each platform.</summary>
internal sealed class ImagePlanner(BaseResolver bases, ImageSettings settings, InputReader inputs, string workFolder)
{
    /// <summary>The plan, or why there is none.</summary>
    public async Task<(PlannedImage? Plan, BuildOutcome.Failed? Failure)> PlanAsync(WantedImage image, CancellationToken cancellationToken)
    {
        var service = image.Service;
        switch (service.Base)
        {
            case null:
                return (Plan(image, null, platform => settings.SelfContained == true ? RuntimeOf(platform, false) : null), null);
            case InputReader.Scratch:
                return settings.Platforms.Select(platform => (Platform: platform, inputs.HostFiles(platform).Problem)).FirstOrDefault(found => found.Problem is not null) is ({ } platform, { } problem)
                    ? (null, NoSystemFiles(service.Name, platform, problem))
                    : (Plan(image, null, platform => RuntimeOf(platform, false)), null);
        }

        var (found, failure) = await bases.ResolveAsync(service.Name, service.Base, settings.Platforms, cancellationToken).ConfigureAwait(false);
        return found is null ? (null, failure) : (Plan(image, found, platform => RuntimeFor(found.ByPlatform[platform].Contents, platform)), null);
    }

    private static BuildOutcome.Failed NoSystemFiles(string service, Platform platform, string problem)
        => new(
            service,
            $"Service {service}: base: scratch takes the C library of the machine that builds, and {problem}.",
            $"Name a base image for {platform} in services.{service}.base of sluice.yaml, or build on a machine of that kind.")
        { IsInput = true };

    private PlannedImage Plan(WantedImage image, BaseImage? found, Func<Platform, string?> runtimeOf)
        => new(image, found, settings.Platforms.ToDictionary(platform => platform, platform => Job(image, runtimeOf(platform))));

    private PublishJob Job(WantedImage image, string? runtime)
    {
        var job = new PublishJob(image.Service.Name, image.ProjectFile, workFolder, runtime);
        return job with { WorkFolder = Path.Combine(workFolder, job.Key) };
    }

    private string? RuntimeFor(BaseContents contents, Platform platform)
        => settings.SelfContained ?? contents.Dotnet is null ? RuntimeOf(platform, contents.IsMusl) : null;

    /// <summary>.NET's name for a platform.</summary>
    private static string RuntimeOf(Platform platform, bool isMusl)
    {
        var architecture = (platform.Architecture, platform.Variant) switch
        {
            ("amd64", _) => "x64",
            ("386", _) => "x86",
            ("arm", _) => "arm",
            var (other, _) => other,
        };
        return $"{platform.Os}-{(isMusl ? "musl-" : "")}{architecture}";
    }
}

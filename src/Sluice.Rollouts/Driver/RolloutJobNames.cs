using System.Globalization;
using Sluice.Manifests.Stacks;
using Sluice.Model.Services;

namespace Sluice.Rollouts.Driver;

/// <summary>Names the runs of jobs: the same run always has the same name, so that nobody starts it twice. Pure.</summary>
internal static class RolloutJobNames
{
    public static JobRun Smoke(Lane lane, JobDefinition job, int rollout, int step, Release release)
    {
        var environment = new Dictionary<string, string>
        {
            ["SLUICE_SERVICE"] = lane.Service,
            ["SLUICE_REVISION"] = lane.Candidate.Revision,
            ["SLUICE_VERSION"] = release.Version,
        };
        if (lane.Pointers is [{ Rendered: var first }, ..] && first.Json["spec"]?["ports"]?[0]?["port"] is { } port)
        {
            environment["SLUICE_CANDIDATE_URL"] = $"http://{StackNames.Candidate(first.Name)}:{port}";
        }

        var number = string.Create(CultureInfo.InvariantCulture, $"{rollout}-{step}");
        return new JobRun(lane.Namespace, lane.Service, StackNames.Of($"{lane.Service}-{job.Name}", number), job, Image(job, lane.Service, release)) { Environment = environment };
    }

    /// <param name="when"><c>before</c> or <c>after</c>.</param>
    /// <param name="ns">Where.</param>
    /// <param name="service">Whose hook.</param>
    /// <param name="job">What runs.</param>
    /// <param name="rollout">Number of the rollout.</param>
    /// <param name="release">What goes live.</param>
    public static JobRun Hook(string when, string ns, string service, JobDefinition job, int rollout, Release release) => new(
        ns,
        service,
        StackNames.Of($"{service}-{job.Name}", string.Create(CultureInfo.InvariantCulture, $"{when}-{rollout}")),
        job,
        Image(job, service, release))
    {
        Environment = new Dictionary<string, string> { ["SLUICE_SERVICE"] = service, ["SLUICE_VERSION"] = release.Version },
    };

    private static string Image(JobDefinition job, string service, Release release) =>
        job.Image ?? release.Images.FirstOrDefault(image => image.Service == service)?.Reference ?? "";
}

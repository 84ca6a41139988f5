using Sluice.Model.Environments;

namespace Sluice.Model.Versions;

/// <summary>Where a release has to have succeeded before it goes on.</summary>
public static class PromotionPath
{
    /// <summary>
    /// The environment whose pre-releases a final version is taken from: the nearest before it in the file whose tags take
    /// pre-releases of that version, else the first after it. <see langword="null"/> for a pre-release, and where no other environment takes any: then the release
    /// is built from its commit.
    /// </summary>
    /// <param name="pipeline">What the file says. Environments that cannot be used here count: a machine that lacks beta's variables does not skip beta.</param>
    /// <param name="environment">Where the release is to go.</param>
    /// <param name="version">Its version.</param>
    public static string? Before(Pipeline pipeline, string environment, ReleaseVersion version)
    {
        if (version.IsPreRelease)
        {
            return null;
        }

        var all = pipeline.Triggers.ToList();
        var own = all.FindIndex(one => one.Environment == environment);
        bool Takes(EnvironmentTriggers one) => one.Environment != environment && ReleaseTag.TakesPreReleasesOf(one.Triggers, version);
        return (all.Take(Math.Max(0, own)).LastOrDefault(Takes) ?? all.Skip(own + 1).FirstOrDefault(Takes))?.Environment;
    }
}

using Sluice.Rollouts;
using Sluice.Rollouts.Ledger;

namespace Sluice.Reports.Html;

/// <summary>One service of a report with its images.</summary>
/// <param name="Service">The service.</param>
/// <param name="Before">What ran before, by digest; empty when nothing did or it is not known.</param>
/// <param name="Release">What the release has, by digest; empty when the release does not have the service any more.</param>
public sealed record ServiceImages(string Service, string Before, string Release)
{
    /// <summary>The services of both, those of the release first.</summary>
    public static IReadOnlyList<ServiceImages> Compare(LedgerEntry? before, IReadOnlyList<ReleaseImage> release)
    {
        IReadOnlyList<LedgerService> earlier = before?.Services ?? [];
        return
        [
            .. release.Select(image => new ServiceImages(image.Service, earlier.FirstOrDefault(known => known.Name == image.Service)?.Image ?? "", image.Reference)),
            .. earlier.Where(known => release.All(image => image.Service != known.Name)).Select(known => new ServiceImages(known.Name, known.Image, "")),
        ];
    }
}

using Sluice.Images.Bases;
using Sluice.Images.Inputs;
using Sluice.Images.Publishing;
using Sluice.Model;
using Sluice.Oci;

namespace Sluice.Images;

/// <summary>An image that is not in the cache.</summary>
/// <param name="Service">Whose image.</param>
/// <param name="ProjectFile">Full path of its project.</param>
/// <param name="Inputs">What it is to be made from.</param>
internal sealed record WantedImage(ServiceDefinition Service, string ProjectFile, BuildInputs Inputs);

/// <summary>An image whose base is here, so that it is known what has to be published for it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Base">Its base, or none.</param>
/// <param name="JobOf">What is published for each platform; platforms may share a job.</param>
internal sealed record PlannedImage(WantedImage Image, BaseImage? Base, IReadOnlyDictionary<Platform, PublishJob> JobOf)
{
    public IEnumerable<PublishJob> Jobs => JobOf.Values.DistinctBy(job => job.Key);
}

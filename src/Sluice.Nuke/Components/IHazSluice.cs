using Nuke.Common;
using Sluice.Model.Files;
using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Components;

/// <summary>What every target of the pipeline needs: the pipeline file and the state that targets of one run share.</summary>
public interface IHazSluice : INukeBuild
{
    [Parameter("The pipeline file, relative to the repository's root. Default: sluice.yaml.")]
    string SluiceFile => TryGetValue(() => SluiceFile) ?? PipelineFile.DefaultName;

    /// <summary>State that the targets of this run share.</summary>
    SluiceSession Session => SluiceSession.Of(this);
}

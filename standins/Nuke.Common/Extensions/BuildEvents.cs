using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>Tells the extensions of a build what happens, then the build itself.</summary>
internal sealed class BuildEvents
{
    private readonly NukeBuild _build;
    private readonly List<IBuildExtension> _extensions;

    public BuildEvents(NukeBuild build)
    {
        _build = build;
        _extensions = build.GetType().GetCustomAttributes<BuildExtensionAttributeBase>()
            .OrderByDescending(x => x.Priority)
            .ToList<IBuildExtension>();
        _extensions.ForEach(x => ((BuildExtensionAttributeBase)x).Build = build);
    }

    public void BuildCreated()
    {
        Tell<IOnBuildCreated>(x => x.OnBuildCreated(_build.ExecutableTargets));
        _build.OnBuildCreated();
    }

    public void BuildInitialized()
    {
        Tell<IOnBuildInitialized>(x => x.OnBuildInitialized(_build.ExecutableTargets, _build.ExecutionPlan));
        _build.OnBuildInitialized();
    }

    public void BuildFinished()
    {
        Tell<IOnBuildFinished>(x => x.OnBuildFinished());
        _build.OnBuildFinished();
    }

    public void TargetRunning(ExecutableTarget target)
    {
        Tell<IOnTargetRunning>(x => x.OnTargetRunning(target));
        _build.OnTargetRunning(target.Name);
    }

    public void TargetSkipped(ExecutableTarget target)
    {
        Tell<IOnTargetSkipped>(x => x.OnTargetSkipped(target));
        _build.OnTargetSkipped(target.Name);
    }

    public void TargetSucceeded(ExecutableTarget target)
    {
        Tell<IOnTargetSucceeded>(x => x.OnTargetSucceeded(target));
        _build.OnTargetSucceeded(target.Name);
    }

    public void TargetFailed(ExecutableTarget target)
    {
        Tell<IOnTargetFailed>(x => x.OnTargetFailed(target));
        _build.OnTargetFailed(target.Name);
    }

    public void SummaryUpdated(ExecutableTarget target) => Tell<IOnTargetSummaryUpdated>(x => x.OnTargetSummaryUpdated(_build, target));

    private void Tell<T>(Action<T> what)
        where T : IBuildExtension => _extensions.OfType<T>().ToList().ForEach(what);
}

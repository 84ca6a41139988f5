using Nuke.Common.Output;

namespace Nuke.Common.Execution;

/// <summary><c>--plan</c>. The priority is the published package's, so that a build's own extensions come before or after it alike.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AnswersPlanAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public override float Priority => 10;

    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        if (Build.Plan)
        {
            PlanText.Write(executionPlan);
            throw new Answered();
        }
    }
}

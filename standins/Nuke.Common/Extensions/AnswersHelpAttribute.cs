using Nuke.Common.Output;

namespace Nuke.Common.Execution;

/// <summary><c>--help</c>, and what is shown where no target is named and none is the default. Priority as in <see cref="AnswersPlanAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AnswersHelpAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public override float Priority => 5;

    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        if (Build.Help || executionPlan.Count == 0)
        {
            HelpText.Write((NukeBuild)Build);
            throw new Answered();
        }
    }
}

using System.Linq.Expressions;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.Tooling;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

/// <summary>The base class of a build: targets are its properties of type <see cref="Target"/> and those of its components.</summary>
[WritesSchema]
[AnswersPlan]
[AnswersHelp]
public abstract partial class NukeBuild : INukeBuild
{
    protected NukeBuild()
    {
        Events = new BuildEvents(this);
    }

    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; set; } = [];

    [Parameter("List of targets to be invoked. Default is '{default_target}'.", Name = BuildOptions.Target, Separator = BuildOptions.TargetSeparator)]
    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => ExecutionPlan.Where(x => x.Invoked).ToList();

    [Parameter("List of targets to be skipped. Empty list skips all dependencies.", Name = BuildOptions.SkipName, Separator = BuildOptions.TargetSeparator)]
    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => WithStatus(ExecutionStatus.Skipped);

    public IReadOnlyCollection<ExecutableTarget> ScheduledTargets => WithStatus(ExecutionStatus.Scheduled);

    public IReadOnlyCollection<ExecutableTarget> RunningTargets => WithStatus(ExecutionStatus.Running);

    public IReadOnlyCollection<ExecutableTarget> AbortedTargets => WithStatus(ExecutionStatus.Aborted);

    public IReadOnlyCollection<ExecutableTarget> FailedTargets => WithStatus(ExecutionStatus.Failed);

    public IReadOnlyCollection<ExecutableTarget> SucceededTargets => WithStatus(ExecutionStatus.Succeeded);

    public IReadOnlyCollection<ExecutableTarget> FinishedTargets =>
        ExecutionPlan.Where(x => x.Status is not (ExecutionStatus.None or ExecutionStatus.Scheduled or ExecutionStatus.Running)).ToList();

    [Parameter("Shows the execution plan (HTML).")]
    public bool Plan => Options.Plan;

    [Parameter("Shows the help text for this build assembly.")]
    public bool Help => Options.Help;

    [Parameter("Disables displaying the NUKE logo.")]
    public bool NoLogo { get; set; }

    [Parameter("Indicates to continue a previously failed build attempt.")]
    public bool Continue => Options.Continue;

    [Parameter("Partition to use on CI.", List = false)]
    public Partition Partition => Options.Partition;

    public bool IsSucceeding =>
        ExecutionPlan.All(x => x.Status is not (ExecutionStatus.Failed or ExecutionStatus.NotRun or ExecutionStatus.Aborted));

    public bool IsFailing => !IsSucceeding;

    public bool IsFinished => FinishedTargets.Count == ExecutionPlan.Count;

    public int? ExitCode { get; set; }

    internal BuildEvents Events { get; }

    internal BuildOptions Options { get; set; } = new();

    internal IReadOnlyList<ExecutableTarget> ExecutableTargets { get; set; } = [];

    /// <summary>Runs the build of class <typeparamref name="T"/> with the process's arguments; the result is the exit code.</summary>
    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargetExpressions)
        where T : NukeBuild, new() => BuildManager.Execute(defaultTargetExpressions);

    public void ReportSummary(Configure<Dictionary<string, string>> configurator = null)
    {
        var target = ExecutionPlan.FirstOrDefault(x => x.Status == ExecutionStatus.Running);
        Assert.True(target != null, "ReportSummary is for a running target; none is running");
        target.SummaryInformation = configurator.InvokeSafe(new Dictionary<string, string>());
        Events.SummaryUpdated(target);
    }

    T INukeBuild.TryGetValue<T>(Expression<Func<T>> parameterExpression) => BuildEnvironment.Current.Parameters.Get<T>(parameterExpression);

    T INukeBuild.TryGetValue<T>(Expression<Func<object>> parameterExpression) => BuildEnvironment.Current.Parameters.Get<T>(parameterExpression);

    /// <summary>First of all: parameters have their values, nothing is planned yet.</summary>
    protected internal virtual void OnBuildCreated()
    {
    }

    /// <summary>The plan stands, no target has run.</summary>
    protected internal virtual void OnBuildInitialized()
    {
    }

    protected internal virtual void OnBuildFinished()
    {
    }

    protected internal virtual void OnTargetRunning(string target)
    {
    }

    protected internal virtual void OnTargetSkipped(string target)
    {
    }

    protected internal virtual void OnTargetSucceeded(string target)
    {
    }

    protected internal virtual void OnTargetFailed(string target)
    {
    }

    private List<ExecutableTarget> WithStatus(ExecutionStatus status) => ExecutionPlan.Where(x => x.Status == status).ToList();
}

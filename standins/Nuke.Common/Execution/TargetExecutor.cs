using Nuke.Common.Output;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Runs the plan, one target after the other.</summary>
internal static class TargetExecutor
{
    public static void Run(NukeBuild build)
    {
        BuildAttempt.Begin(build);
        var stopped = false;
        try
        {
            foreach (var target in build.ExecutionPlan)
            {
                if (target.Status == ExecutionStatus.Skipped)
                {
                    build.OnTargetSkipped(target.Name);
                }
                else if (stopped && !target.AssuredAfterFailure)
                {
                    target.Status = ExecutionStatus.NotRun;
                }
                else if (!RunOne(build, target) && !target.ProceedAfterFailure)
                {
                    stopped = true;
                }
            }
        }
        finally
        {
            Finish(build);
        }
    }

    /// <summary>False if the target failed.</summary>
    private static bool RunOne(NukeBuild build, ExecutableTarget target)
    {
        try
        {
            if (Skipping.FirstUnmet(target.DynamicConditions) is { } condition)
            {
                target.Status = ExecutionStatus.Skipped;
                target.OnlyWhen = condition;
                target.Skipped = $"only when {condition}";
                build.OnTargetSkipped(target.Name);
                return true;
            }

            if (target.Actions.Count == 0)
            {
                target.Status = ExecutionStatus.Collective;
                return true;
            }

            Invoke(build, target);
            target.Status = ExecutionStatus.Succeeded;
            BuildAttempt.Add(target);
            build.OnTargetSucceeded(target.Name);
            return true;
        }
        catch (Exception exception)
        {
            target.Status = ExecutionStatus.Failed;
            using (Logging.SetTarget(target.Name))
            {
                Logging.Report(exception, $"Target \"{target.Name}\" has thrown an exception");
            }

            build.OnTargetFailed(target.Name);
            return false;
        }
    }

    private static void Invoke(NukeBuild build, ExecutableTarget target)
    {
        target.Status = ExecutionStatus.Running;
        using (DisabledOutput.IsEnabled(build, DefaultOutput.TargetHeader) ? NukeBuild.Host.WriteBlock(target.Name) : DelegateDisposable.CreateBracket())
        using (Logging.SetTarget(target.Name))
        {
            target.Stopwatch.Start();
            try
            {
                build.OnTargetRunning(target.Name);
                target.Actions.ForEach(x => x());
            }
            finally
            {
                target.Stopwatch.Stop();
            }
        }
    }

    private static void Finish(NukeBuild build)
    {
        foreach (var target in build.ExecutionPlan)
        {
            target.Status = target.Status switch
            {
                ExecutionStatus.Running => ExecutionStatus.Aborted,
                ExecutionStatus.Scheduled => ExecutionStatus.NotRun,
                _ => target.Status,
            };
        }

        if (DisabledOutput.IsEnabled(build, DefaultOutput.ErrorsAndWarnings))
        {
            NukeBuild.Host.WriteErrorsAndWarnings();
        }

        if (DisabledOutput.IsEnabled(build, DefaultOutput.TargetOutcome))
        {
            NukeBuild.Host.WriteTargetOutcome(build);
        }

        if (DisabledOutput.IsEnabled(build, DefaultOutput.BuildOutcome))
        {
            NukeBuild.Host.WriteBuildOutcome(build);
        }

        build.OnBuildFinished();
    }
}

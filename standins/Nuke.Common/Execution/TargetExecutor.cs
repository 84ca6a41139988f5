using Nuke.Common.Output;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Runs the plan, one target after the other.</summary>
internal static class TargetExecutor
{
    public static void Run(NukeBuild build)
    {
        SkipWhatSucceeded(build);
        var stopped = false;
        try
        {
            foreach (var target in build.ExecutionPlan)
            {
                if (target.Status == ExecutionStatus.Skipped)
                {
                    build.Events.TargetSkipped(target);
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

    private static void SkipWhatSucceeded(NukeBuild build)
    {
        var succeeded = build.Continue ? BuildAttempt.Succeeded(build) : [];
        foreach (var target in build.ExecutionPlan.Where(x => succeeded.Contains(x.Name)))
        {
            target.Status = ExecutionStatus.Skipped;
        }

        BuildAttempt.Begin(build, succeeded);
    }

    /// <summary>False if the target failed.</summary>
    private static bool RunOne(NukeBuild build, ExecutableTarget target)
    {
        try
        {
            if (!Skipping.MayRun(target, target.DynamicConditions, build.ExecutionPlan))
            {
                build.Events.TargetSkipped(target);
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
            build.Events.TargetSucceeded(target);
            return true;
        }
        catch (Exception exception)
        {
            target.Status = ExecutionStatus.Failed;
            using (Logging.SetTarget(target.Name))
            {
                Logging.Report(exception, $"Target \"{target.Name}\" has thrown an exception");
            }

            if (target.SummaryInformation.Count == 0)
            {
                target.SummaryInformation[exception.GetType().Name] = exception.Message.Split('\n')[0].TrimEnd();
                build.Events.SummaryUpdated(target);
            }

            build.Events.TargetFailed(target);
            return false;
        }
    }

    private static void Invoke(NukeBuild build, ExecutableTarget target)
    {
        target.Status = ExecutionStatus.Running;
        using (DisabledOutput.IsEnabled(build, NukeBuild.Host.FoldsBlocks ? DefaultOutput.TargetCollapse : DefaultOutput.TargetHeader) ? NukeBuild.Host.WriteBlock(target.Name) : DelegateDisposable.CreateBracket())
        using (Logging.SetTarget(target.Name))
        {
            target.Stopwatch.Start();
            try
            {
                build.Events.TargetRunning(target);
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

        build.Events.BuildFinished();
    }
}

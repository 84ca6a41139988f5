using System.Globalization;
using Sluice.Model.Strategies;
using Sluice.Rollouts.Machine;

namespace Sluice.Reports.Rollouts;

/// <summary>How numbers, steps and phases of a rollout are called, wherever people read of them. Pure.</summary>
public static class RolloutWording
{
    /// <summary><c>84 ms</c>, <c>45 s</c>, <c>1 min 30 s</c>, <c>10 min</c>, <c>2 h 05 min</c>; nothing that is zero is said.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMilliseconds: <= 0 } => "0 s",
        { TotalSeconds: < 1 } => Text($"{Math.Max(time.TotalMilliseconds, 1):0} ms"),
        { TotalSeconds: < 10 } when time.Milliseconds >= 50 => Text($"{Math.Floor(time.TotalSeconds * 10) / 10:0.#} s"),
        { TotalMinutes: < 1 } => Text($"{(int)time.TotalSeconds} s"),
        { TotalHours: < 1 } when time.Seconds == 0 => Text($"{(int)time.TotalMinutes} min"),
        { TotalHours: < 1 } => Text($"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        { TotalDays: < 2 } when time.Minutes == 0 => Text($"{(int)time.TotalHours} h"),
        { TotalDays: < 2 } => Text($"{(int)time.TotalHours} h {time.Minutes:00} min"),
        _ => Text($"{(int)time.TotalDays} d {time.Hours:00} h"),
    };

    /// <summary>A duration that runs: seconds are enough.</summary>
    public static string Running(TimeSpan time) => Duration(TimeSpan.FromSeconds(Math.Max(Math.Floor(time.TotalSeconds), 0)));

    /// <summary>A share in percent, with as many digits as say something.</summary>
    public static string Percent(double percent) => percent switch
    {
        <= 0 => "0 %",
        < 0.01 => "< 0.01 %",
        < 1 => Text($"{percent:0.##} %"),
        < 10 => Text($"{percent:0.#} %"),
        _ => Text($"{percent:0} %"),
    };

    /// <summary><c>5 of 1234 requests bad (0.41 %)</c></summary>
    public static string Counts(double requests, double bad) => requests > 0
        ? Text($"{bad:0} of {requests:0} requests bad ({Percent(100 * bad / requests)})")
        : "no requests";

    /// <summary><c>1234, 5 bad (0.41 %)</c></summary>
    public static string Arm(double requests, double bad) => requests > 0 ? Text($"{requests:0}, {bad:0} bad ({Percent(100 * bad / requests)})") : "none";

    /// <summary>A step in a word or two: <c>25 %</c>, <c>pause</c>, <c>job smoke</c>.</summary>
    public static string Step(StepPlan step) => step.Kind switch
    {
        StepKind.Weight => Text($"{step.Weight} %"),
        StepKind.Scale when step.Pods is { } pods => Text($"{pods} {(pods == 1 ? "pod" : "pods")}"),
        StepKind.Scale => "scale",
        StepKind.Pause => "pause",
        StepKind.Smoke => $"job {step.Text}",
        _ => "question",
    };

    /// <summary>All of them in their order.</summary>
    public static string Steps(ServicePlan plan) => plan.IsRolling ? "its pods are replaced in place" : string.Join(" → ", plan.Steps.Select(Step));

    /// <summary><c>backend 2/4</c></summary>
    public static string Place(ServicePlan plan, int step) => Text($"{step + 1}/{plan.Steps.Count}");

    public static string Phase(RolloutPhase phase) => phase switch
    {
        RolloutPhase.Running => "running",
        RolloutPhase.Held => "held, a person decides",
        RolloutPhase.Suspended => "interrupted",
        RolloutPhase.Returning => "going back",
        RolloutPhase.CleaningUp => "back, clearing up",
        RolloutPhase.Finishing => "promoted, finishing",
        RolloutPhase.Succeeded => "succeeded",
        RolloutPhase.RolledBack => "rolled back",
        _ => "stranded",
    };

    public static string Phase(ServicePhase phase) => phase switch
    {
        ServicePhase.Waiting => "its turn comes",
        ServicePhase.Scaling => "pods start",
        ServicePhase.Shifting => "traffic shifts",
        ServicePhase.Acting => "looks",
        ServicePhase.Settled => "waits for the others",
        ServicePhase.Promoting => "is being promoted",
        ServicePhase.Promoted => "promoted",
        ServicePhase.Returning => "traffic goes back",
        ServicePhase.Returned => "traffic is back",
        ServicePhase.Removed => "back, candidate gone",
        ServicePhase.Kept => "stays, nothing served before",
        _ => "stranded: only the candidate serves",
    };

    /// <summary>Why, with the service that it is about.</summary>
    public static string Reason(RolloutReason reason) => reason.Service.Length == 0 ? reason.Text : $"{reason.Service}: {reason.Text}";

    /// <summary>What to type for a target about an environment.</summary>
    /// <param name="target">The target.</param>
    /// <param name="environment">Name of the environment; empty for none.</param>
    public static string Command(string target, string environment) => environment.Length == 0 ? $"./build.sh {target}" : $"./build.sh {target} --environment {environment}";

    /// <summary>What becomes of a pause or a question, in a clause.</summary>
    public static string Wait(StepPlan step) => (step.Kind, step.Deadline, step.Then) switch
    {
        (StepKind.Pause, { } time, PauseEnd.Continue) => $"pauses for {Duration(time)}, then goes on",
        (_, { } time, _) => $"waits for a person, {Duration(time)} at most, then goes back",
        _ => "waits for a person",
    };

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

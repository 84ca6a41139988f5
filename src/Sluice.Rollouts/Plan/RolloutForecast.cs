using System.Globalization;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Plan;

/// <summary>Says beforehand how a rollout goes: its steps, how long they take, how many pods more than now there are. Pure.</summary>
public static class RolloutForecast
{
    /// <summary>A line for each service in the order of the levels, and one for all of them.</summary>
    /// <param name="services">What is planned; sizes are those that the manifests ask for.</param>
    /// <returns>Empty where nothing is rolled out.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyList<ServicePlan> services)
    {
        if (services.Count == 0)
        {
            return [];
        }

        var levels = services.GroupBy(service => service.Level).OrderBy(level => level.Key).ToList();
        // Services of a level go side by side, levels one after the other; what served before stays warm to the end.
        var least = levels.Aggregate(TimeSpan.Zero, (sum, level) => sum + level.Max(Least));
        var most = levels.Aggregate((TimeSpan?)TimeSpan.Zero, (sum, level) => sum + (level.Any(service => Most(service) is null) ? null : level.Max(service => Most(service)!.Value)));
        var extra = services.Sum(service => Peak(service));
        return
        [
            .. levels.SelectMany(level => level.Select(Line)),
            string.Create(CultureInfo.InvariantCulture, $"in all {Times(least, most)}, beside the start of pods; at most {extra} {(extra == 1 ? "pod" : "pods")} more than serve"),
        ];
    }

    private static string Line(ServicePlan service) => service.IsRolling
        ? Text($"{service.Service} (level {service.Level}): its pods are replaced in place{(service.Steps[service.Last].IsGated ? ", judged" : "")}; {Times(Least(service), Most(service))}")
        : Text($"{service.Service} (level {service.Level}): {string.Join(" → ", service.Steps.Select((_, step) => Step(service, step)))}; {Times(Least(service), Most(service))}; up to {Peak(service)} candidate {(Peak(service) == 1 ? "pod" : "pods")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Step(ServicePlan service, int number)
    {
        var step = service.Steps[number];
        return step.Kind switch
        {
            StepKind.Weight => string.Create(CultureInfo.InvariantCulture, $"{step.Weight} %{(step.IsGated ? ", judged" : "")}"),
            StepKind.Scale => string.Create(CultureInfo.InvariantCulture, $"{service.Pods(number, service.Replicas)} pods"),
            StepKind.Pause => "a pause",
            StepKind.Smoke => $"job {step.Text}",
            _ => "a question",
        };
    }

    private static int Peak(ServicePlan service) => service.IsRolling ? 0 : Enumerable.Range(0, service.Steps.Count).Max(step => service.Pods(step, service.Replicas));

    private static TimeSpan Least(ServicePlan service) => service.Steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Dwell);

    // A person may take for ever; a gate, a job and a pause with an end may not.
    private static TimeSpan? Most(ServicePlan service) => service.Steps.Aggregate((TimeSpan?)TimeSpan.Zero, (sum, step) => sum + step.Kind switch
    {
        StepKind.Weight => step.IsGated ? step.Deadline : step.Dwell,
        StepKind.Scale => TimeSpan.Zero,
        _ => step.Deadline,
    });

    private static string Times(TimeSpan least, TimeSpan? most) => most is not { } end ? $"{Text(least)} or as long as a person takes" : end == least ? Text(least) : $"{Text(least)} to {Text(end)}";

    private static string Text(TimeSpan time) => time == TimeSpan.Zero ? "no time" : Model.DurationText.Format(time);
}

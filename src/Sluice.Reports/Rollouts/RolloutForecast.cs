using Sluice.Model.Strategies;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using ServiceState = Sluice.Rollouts.Machine.ServiceState;

namespace Sluice.Reports.Rollouts;

/// <summary>When a rollout will be over, if nothing goes wrong.</summary>
/// <param name="Left">From now: a step that comes takes as long as it has to, the one that lasts as long as its evidence grows.</param>
/// <param name="People">Pauses and questions still to be answered by a person, whose time is not in <paramref name="Left"/>.</param>
public sealed record RolloutForecast(TimeSpan Left, int People)
{
    /// <summary>Less evidence than this tells nothing about how fast it grows.</summary>
    private const double LeastEvidence = 0.05;

    /// <summary><see langword="null"/> where nobody knows: it does not go forward.</summary>
    public static RolloutForecast? Of(RolloutPicture picture, DateTimeOffset now)
    {
        var state = picture.State;
        if (state.Phase != RolloutPhase.Running || state.IsPaused)
        {
            return null;
        }

        var services = state.Plan.Services.Zip(state.Services, (plan, service) => (plan.Level, Forecast: Of(plan, service, state.IsFull, picture.Lanes.FirstOrDefault(lane => lane.Service == plan.Service), now)));
        // The services of a level go beside each other, levels after each other.
        var levels = services.GroupBy(one => one.Level).Select(level => (Left: level.Max(one => one.Forecast.Left), People: level.Max(one => one.Forecast.People))).ToList();
        return new RolloutForecast(TimeSpan.FromTicks(levels.Sum(level => level.Left.Ticks)), levels.Sum(level => level.People));
    }

    /// <summary><c>about 8 min left and 1 answer of a person</c></summary>
    public override string ToString()
    {
        var people = People == 0 ? "" : RolloutWording.Text($"{People} {(People == 1 ? "answer" : "answers")} of a person");
        var time = Left > TimeSpan.Zero ? $"about {RolloutWording.Running(Left)} left" : "";
        return (time, people) switch
        {
            ("", "") => "about to end",
            (_, "") => time,
            ("", _) => $"waits for {people}",
            _ => $"{time} and {people}",
        };
    }

    private static RolloutForecast Of(ServicePlan plan, ServiceState service, bool isFull, LanePicture? lane, DateTimeOffset now)
    {
        if (service.Phase >= ServicePhase.Promoting || isFull)
        {
            return new RolloutForecast(TimeSpan.Zero, 0);
        }

        // A first release has no stable stack: it goes to its last step at once.
        var coming = service.HadStable == false ? [] : plan.Steps.Skip(service.Step + (service.Phase is ServicePhase.Waiting or ServicePhase.Scaling or ServicePhase.Shifting ? 0 : 1)).Select(Of);
        var all = coming.Append(service.Phase == ServicePhase.Acting ? Now(plan.Steps[service.Step], now - service.Since, lane) : new RolloutForecast(TimeSpan.Zero, 0)).ToList();
        return new RolloutForecast(TimeSpan.FromTicks(all.Sum(one => one.Left.Ticks)), all.Sum(one => one.People));
    }

    private static RolloutForecast Of(StepPlan step) => step.Kind switch
    {
        StepKind.Weight => new RolloutForecast(step.Dwell, 0),
        StepKind.Pause when step is { Then: PauseEnd.Continue, Deadline: { } time } => new RolloutForecast(time, 0),
        StepKind.Pause or StepKind.Manual => new RolloutForecast(TimeSpan.Zero, 1),
        _ => new RolloutForecast(TimeSpan.Zero, 0),
    };

    private static RolloutForecast Now(StepPlan step, TimeSpan elapsed, LanePicture? lane)
    {
        var whole = Of(step);
        var least = Max(whole.Left - elapsed, TimeSpan.Zero);
        var evidence = step.IsGated && lane?.Gate?.ToPass is { } pass and >= LeastEvidence and < 1 ? Max(elapsed * ((1 - pass) / pass), least) : least;
        return whole with { Left = step.Deadline is { } deadline && evidence > deadline - elapsed ? Max(deadline - elapsed, TimeSpan.Zero) : evidence };
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

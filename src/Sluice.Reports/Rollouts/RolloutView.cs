using Sluice.Reports.Live;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Reports.Rollouts;

/// <summary>Chooses what of a rollout is shown in a given space: those at work with all that is known of them, the others in a line each, as many as fit. Pure.</summary>
public static class RolloutView
{
    /// <summary>Fewer rows show nothing of use.</summary>
    public const int LeastHeight = 4;

    private const int MaximumNews = 6;

    /// <param name="picture">The rollout.</param>
    /// <param name="news">What was told last, oldest first.</param>
    /// <param name="title">What is being done: <c>DeployBeta of 1.5.0</c>.</param>
    /// <param name="elapsed">Since it was begun; <see langword="null"/> if that is not known.</param>
    /// <param name="now">The present, by the clock of <see cref="RolloutPicture.At"/>.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows at most; at least <see cref="LeastHeight"/>.</param>
    public static IReadOnlyList<ScreenLine> Of(RolloutPicture picture, IReadOnlyList<RolloutLine> news, string title, TimeSpan? elapsed, DateTimeOffset now, int width, int height)
    {
        var lines = new List<ScreenLine> { Head(picture, title, elapsed, now) };
        if (picture.State.Reason is { } reason)
        {
            lines.Add(new ScreenLine(new ScreenText($"   {UntrustedText.Line(RolloutWording.Reason(reason))}", ScreenTone.Bad)));
        }

        var left = Math.Max(height, LeastHeight) - lines.Count;
        var told = Math.Min(Math.Min(news.Count, MaximumNews), left / 4);
        lines.AddRange(Services(picture, now, width, left - told));
        lines.AddRange(news.TakeLast(told).Select(line => new ScreenLine(
            [new ScreenText($"   {line.Text.TrimStart()}", line.IsUrgent ? ScreenTone.Busy : ScreenTone.Dim)], $"{RolloutWording.Running(now - line.At)} ago")));
        return lines;
    }

    private static ScreenLine Head(RolloutPicture picture, string title, TimeSpan? elapsed, DateTimeOffset now)
    {
        var state = picture.State;
        var forecast = state.IsOver ? "" : RolloutForecast.Of(picture, now)?.ToString() ?? (state.IsPaused ? "paused by a person" : "");
        string[] times = [elapsed is { } time ? RolloutWording.Running(time) : "", forecast];
        var tone = state.Phase switch
        {
            RolloutPhase.Succeeded or RolloutPhase.Finishing => ScreenTone.Good,
            RolloutPhase.Running => ScreenTone.Bold,
            RolloutPhase.Held or RolloutPhase.Suspended => ScreenTone.Busy,
            _ => ScreenTone.Bad,
        };
        return new ScreenLine(
            [new ScreenText($"{title}: ", ScreenTone.Bold), new ScreenText(RolloutWording.Text($"rollout {picture.Number}, {RolloutWording.Phase(state.Phase)}"), tone)],
            string.Join(" · ", times.Where(one => one.Length > 0)));
    }

    private static IEnumerable<ScreenLine> Services(RolloutPicture picture, DateTimeOffset now, int width, int height)
    {
        LaneView[] views =
        [
            .. picture.State.Plan.Services.Zip(picture.State.Services)
                .Select(pair => new LaneView(picture, pair.First, pair.Second, picture.Lanes.FirstOrDefault(lane => lane.Service == pair.First.Service), now, width))
                .OrderBy(view => view.Urgency),
        ];
        // A row for each that fits, one for the rest; what is left over goes to details of the most urgent.
        var shown = views.Length <= height ? views.Length : Math.Max(height - 1, 0);
        var free = height - shown - (shown < views.Length ? 1 : 0);
        foreach (var view in views.Take(shown))
        {
            yield return view.Row();
            var details = view.Details();
            if (details.Count <= free)
            {
                free -= details.Count;
                foreach (var line in details)
                {
                    yield return line;
                }
            }
        }

        if (shown < views.Length)
        {
            var counts = views.Skip(shown).GroupBy(view => view.Word).Select(group => $"{group.Count()} {group.Key}");
            yield return new ScreenLine(new ScreenText(RolloutWording.Text($"   and {views.Length - shown} more: {string.Join(", ", counts)}"), ScreenTone.Dim));
        }
    }
}

namespace Sluice.Reports.Live;

/// <summary>Chooses what of a picture is shown in a given height: trouble first, the rest as numbers. Pure.</summary>
public static class PictureRows
{
    /// <summary>Fewer rows show nothing of use.</summary>
    public const int LeastHeight = 4;

    private const int MaximumLogRows = 6;

    private const string ReadyState = "Ready";

    /// <param name="picture">What is known.</param>
    /// <param name="title">What is being done: <c>DeployStage of 1.4.0</c>.</param>
    /// <param name="elapsed">Since the start.</param>
    /// <param name="expected">How long it usually takes; null when that is not known.</param>
    /// <param name="height">Rows at most; at least <see cref="LeastHeight"/>.</param>
    public static IReadOnlyList<PictureRow> Of(DeployPicture picture, string title, TimeSpan elapsed, TimeSpan? expected, int height)
    {
        var rows = new List<PictureRow> { new(RowKind.Head, picture.Phase.Length == 0 ? title : $"{title}: {picture.Phase}", "", Time(elapsed, expected)) };
        var left = Math.Max(height, LeastHeight) - rows.Count;
        var logs = Math.Min(Math.Min(picture.LogLines.Count, MaximumLogRows), left / 3);
        left -= logs;

        PictureService[] sorted = [.. picture.Services.OrderBy(Urgency)];
        var shown = sorted.Length <= left ? sorted.Length : left - 1;
        var free = left - Math.Min(sorted.Length, left);
        foreach (var service in sorted.Take(shown))
        {
            rows.Add(Row(service, elapsed));
            var pods = service.Phase == ServicePhase.Ready ? [] : service.Pods.Where(pod => pod.State != ReadyState).ToList();
            var here = Math.Min(pods.Count, free);
            free -= here;
            var whole = here == pods.Count ? here : Math.Max(here - 1, 0);
            rows.AddRange(pods.TakeLast(whole).Select(pod => new PictureRow(RowKind.Pod, pod.Name, pod.Detail.Length == 0 ? pod.State : $"{pod.State}: {pod.Detail}")));
            if (whole < here)
            {
                rows.Add(new PictureRow(RowKind.More, $"and {pods.Count - whole} more pods"));
            }
        }

        if (shown < sorted.Length)
        {
            rows.Add(new PictureRow(RowKind.More, More(sorted[shown..])));
        }

        rows.AddRange(picture.LogLines.TakeLast(logs).Select(line => new PictureRow(RowKind.Log, line)));
        return rows;
    }

    /// <summary>Services in the state in which the view leaves them: the lines that stay.</summary>
    public static IReadOnlyList<PictureRow> Last(DeployPicture picture, TimeSpan elapsed) => [.. picture.Services.Select(service => Row(service, elapsed))];

    private static PictureRow Row(PictureService service, TimeSpan elapsed) => service.Phase switch
    {
        ServicePhase.Waiting => new PictureRow(RowKind.Waiting, service.Name, "its turn comes"),
        ServicePhase.Ready => new PictureRow(RowKind.Ready, service.Name, service.Desired == 0 ? "ready" : Counts(service), service.Took is { } took ? DeployLines.Seconds(took) : ""),
        ServicePhase.Failed => new PictureRow(RowKind.Failed, service.Name, service.Reason),
        _ => new PictureRow(RowKind.Starting, service.Name, service.Desired == 0 ? "starting" : Counts(service), service.Since is { } since ? DeployLines.Seconds(elapsed - since) : ""),
    };

    private static string Counts(PictureService service) => $"{service.Ready} of {service.Desired} ready";

    private static string Time(TimeSpan elapsed, TimeSpan? expected) => expected is { } usual
        ? $"{DeployLines.Seconds(elapsed)} of about {DeployLines.Seconds(usual)}"
        : DeployLines.Seconds(elapsed);

    private static string More(IReadOnlyList<PictureService> services)
    {
        var counts = services.GroupBy(service => service.Phase).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key switch
        {
            ServicePhase.Waiting => "waiting",
            ServicePhase.Starting => "starting",
            ServicePhase.Ready => "ready",
            _ => "failed",
        }}");
        return $"and {services.Count} more: {string.Join(", ", counts)}";
    }

    private static int Urgency(PictureService service) => service.Phase switch
    {
        ServicePhase.Failed => 0,
        ServicePhase.Starting => 1,
        ServicePhase.Waiting => 2,
        _ => 3,
    };
}

using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Status;

namespace Sluice.Reports;

/// <summary>An environment in a few lines. Pure.</summary>
public static class StatusLines
{
    private const int DigestLetters = 12;

    /// <summary>One line per service, one per pod that is not well, and the ledger's last word.</summary>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="services">Its services.</param>
    /// <param name="ledger">Its ledger, newest last.</param>
    /// <param name="now">For "how long ago".</param>
    public static IReadOnlyList<string> Describe(string environment, IReadOnlyList<ServiceState> services, IReadOnlyList<LedgerEntry> ledger, DateTimeOffset now)
    {
        if (ledger.Count == 0 && services.All(service => !service.IsDeployed))
        {
            return [$"{environment}: nothing was deployed here yet."];
        }

        var width = services.Max(service => service.Name.Length);
        return
        [
            $"{environment}:",
            .. services.SelectMany(service => Service(service, width)),
            ledger.Count == 0 ? "  The ledger has no release yet." : Last(ledger[^1], now),
        ];
    }

    private static IEnumerable<string> Service(ServiceState service, int width)
    {
        yield return service.IsDeployed
            ? $"  {service.Name.PadRight(width)}  {service.Ready} of {service.Desired} ready  revision {OrNone(service.Revision)}  image {ShortDigest(service.Image)}  {service.Url}"
            : $"  {service.Name.PadRight(width)}  not deployed";
        if (service.ReadyOnRevision < service.Ready)
        {
            yield return $"    {service.ReadyOnRevision} of them on this revision, the others on an earlier one";
        }

        foreach (var pod in service.Pods.Where(pod => pod.State != "Ready"))
        {
            yield return $"    {pod.Name}: {pod.State}";
        }
    }

    private static string Last(LedgerEntry entry, DateTimeOffset now)
    {
        var reason = entry.Reason.Length == 0 ? "" : $": {entry.Reason}";
        return $"  Release {entry.Number} ({entry.Version}, by {entry.Author}) {HistoryLines.Word(entry)} {Ago(now - entry.EndedAt)}{reason}";
    }

    private static string Ago(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes} min ago",
        { TotalDays: < 1 } => $"{(int)age.TotalHours} h ago",
        _ => $"{(int)age.TotalDays} d ago",
    };

    private static string OrNone(string text) => text.Length == 0 ? "none" : text;

    /// <summary>Enough of a digest to tell two apart; an image by tag is shown as it is.</summary>
    internal static string ShortDigest(string image)
    {
        var at = image.IndexOf("@sha256:", StringComparison.Ordinal);
        return at < 0 ? image : image[(at + 8)..][..DigestLetters];
    }
}

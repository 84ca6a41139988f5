using Sluice.Rollouts.Ledger;

namespace Sluice.Rollouts.Status;

/// <summary>A service that is not what the ledger says.</summary>
/// <param name="Service">Its name.</param>
/// <param name="What">In which way: <c>image … instead of …</c>.</param>
/// <param name="Release">What the ledger says serves.</param>
/// <param name="Hand">Who did it and when; <see langword="null"/> where the cluster does not tell.</param>
/// <param name="IsScale">Whether only the number of pods is somebody's, which no deploy sets back.</param>
public sealed record DriftedService(string Service, string What, LedgerEntry Release, StrangeHand? Hand, bool IsScale = false);

/// <summary>Compares what is live with what the ledger says: a person may have undone a rollout, or set an image. Pure.</summary>
public static class LiveDrift
{
    /// <summary>One for each service that differs; none while somebody changes things, as nobody can tell then.</summary>
    /// <param name="services">What is live.</param>
    /// <param name="ledger">The ledger, newest last.</param>
    /// <param name="isUnderWay">Whether a run holds the environment's lock, or a rollout is not over.</param>
    public static IReadOnlyList<DriftedService> Of(IReadOnlyList<ServiceState> services, IReadOnlyList<LedgerEntry> ledger, bool isUnderWay)
    {
        if (isUnderWay || ledger is not [.., { Outcome: LedgerOutcome.Succeeded or LedgerOutcome.Failed } newest])
        {
            return [];
        }

        // After a failure either of both may serve: what was there before, or what failed and was left for a look.
        LedgerEntry[] expected = [.. new[] { ledger.LastOrDefault(entry => entry.Outcome == LedgerOutcome.Succeeded), newest }.OfType<LedgerEntry>().Distinct()];
        return [.. services.Select(service => Of(service, expected)).OfType<DriftedService>()];
    }

    private static DriftedService? Of(ServiceState service, LedgerEntry[] expected)
    {
        (LedgerEntry Entry, string What)[] differences =
        [
            .. from entry in expected
               from recorded in entry.Services
               where recorded.Name == service.Name
               select (entry, Difference(service, recorded)),
        ];
        if (differences.Length == 0)
        {
            return null;
        }

        StrangeHand? template = service.Hands.FirstOrDefault(hand => !hand.IsScale);
        if (differences.All(one => one.What.Length > 0))
        {
            return new DriftedService(service.Name, differences[0].What, differences[0].Entry, template);
        }

        LedgerEntry release = differences.First(one => one.What.Length == 0).Entry;
        return template is not null ? new DriftedService(service.Name, "its pods are made from a template that was changed", release, template)
            : service.Hands.FirstOrDefault(hand => hand.IsScale) is { } scale ? new DriftedService(service.Name, $"{service.Desired} pods are asked for", release, scale, IsScale: true)
            : null;
    }

    private static string Difference(ServiceState live, LedgerService recorded) =>
        !live.IsDeployed ? "it is gone"
        : live.Revision != recorded.Revision && recorded.Revision.Length > 0 ? $"revision {(live.Revision.Length == 0 ? "none" : live.Revision)} instead of {recorded.Revision}"
        : live.Image != recorded.Image ? $"image {Short(live.Image)} instead of {Short(recorded.Image)}"
        : "";

    private static string Short(string image)
    {
        int at = image.IndexOf("@sha256:", StringComparison.Ordinal);
        return at < 0 || image.Length < at + 20 ? image : image.Substring(at + 8, 12);
    }
}

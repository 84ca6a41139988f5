using System.Globalization;
using Sluice.Rollouts.Admission;

namespace Sluice.Reports;

/// <summary>What keeps releases out of an environment, and what waits, in lines for people. Pure.</summary>
public static class AdmissionLines
{
    /// <summary>Empty when nothing is to be said.</summary>
    /// <param name="book">The environment's.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<string> Describe(AdmissionBook book, DateTimeOffset now) =>
    [
        .. Frozen(book, now),
        .. book.HoldsInForce.Select(hold => $"  On hold: {hold.Version}{Number(hold)}, rolled back {AdmissionTexts.Time(hold.Since)}: {hold.Reason}"),
        .. Waiting(book).Select(request => $"  Waits for approval: {request.Version} ({request.Subject}), asked for {AdmissionTexts.Time(request.At)}"),
    ];

    /// <summary>Requests on which nobody has said anything yet.</summary>
    public static IEnumerable<ApprovalRequest> Waiting(AdmissionBook book) =>
        book.Requests.Where(request => book.Decisions.All(decision => decision.Subject != request.Subject));

    private static IEnumerable<string> Frozen(AdmissionBook book, DateTimeOffset now)
    {
        if (book.Freeze is { } freeze && freeze.Holds(now))
        {
            yield return $"  Frozen{(freeze.Until is { } until ? $" until {AdmissionTexts.Time(until)}" : "")} by {freeze.By} since {AdmissionTexts.Time(freeze.Since)}: {freeze.Reason}";
        }
    }

    private static string Number(Hold hold) => hold.Release > 0 ? $" (release {hold.Release.ToString(CultureInfo.InvariantCulture)})" : "";
}

using System.Globalization;
using Sluice.Model;
using Sluice.Model.Environments;

namespace Sluice.Rollouts.Admission;

/// <summary>
/// Decides whether a release may go live in an environment now: approvals, change windows, freeze, holds. Pure. Rollbacks are
/// never asked about.
/// </summary>
public static class AdmissionRules
{
    /// <summary>Everything that stands in the way, not just the first; empty when the release may go live.</summary>
    /// <param name="environment">Its rules.</param>
    /// <param name="subject">The release.</param>
    /// <param name="authorNames">Names that its author goes by.</param>
    /// <param name="book">What the cluster holds.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<AdmissionRefusal> Judge(
        EnvironmentDefinition environment, AdmissionSubject subject, IReadOnlyList<string> authorNames, AdmissionBook book, DateTimeOffset now) =>
    [
        .. OnHold(environment, subject, book),
        .. Frozen(environment, book, now),
        .. OutsideWindow(environment, now),
        .. NotApproved(environment, subject, authorNames, book, now),
    ];

    private static IEnumerable<AdmissionRefusal> OnHold(EnvironmentDefinition environment, AdmissionSubject subject, AdmissionBook book)
    {
        if (environment.Holds && book.HoldsInForce.LastOrDefault(h => h.Revisions == subject.Revisions) is { } hold)
        {
            string release = hold.Release > 0 ? $"release {hold.Release.ToString(CultureInfo.InvariantCulture)}, " : "";
            yield return new AdmissionRefusal(
                RefusalKind.OnHold,
                $"{subject.Version} is on hold in {environment.Name}: the same images and manifests ({release}{hold.Version}) were rolled back {AdmissionTexts.Time(hold.Since)}: {hold.Reason}",
                $"Deploy a release that mends it, or: ./build.sh LiftHold --environment {environment.Name} --reason \"…\"",
                null);
        }
    }

    private static IEnumerable<AdmissionRefusal> Frozen(EnvironmentDefinition environment, AdmissionBook book, DateTimeOffset now)
    {
        if (environment.IsFreezable && book.Freeze is { } freeze && freeze.Holds(now))
        {
            string end = freeze.Until is { } until ? $"until {AdmissionTexts.Time(until)}" : "until somebody ends it";
            yield return new AdmissionRefusal(
                RefusalKind.Frozen,
                $"{environment.Name} is frozen {end}, by {freeze.By} since {AdmissionTexts.Time(freeze.Since)}: {freeze.Reason}",
                $"./build.sh Unfreeze --environment {environment.Name}",
                freeze.Until);
        }
    }

    private static IEnumerable<AdmissionRefusal> OutsideWindow(EnvironmentDefinition environment, DateTimeOffset now)
    {
        if (environment.ChangeWindows.Count == 0 || environment.ChangeWindows.Any(w => w.IsOpen(now)))
        {
            yield break;
        }

        DateTimeOffset opens = environment.ChangeWindows.Min(w => w.NextOpening(now));
        yield return new AdmissionRefusal(
            RefusalKind.OutsideWindow,
            $"{environment.Name} takes releases in its change windows only ({string.Join("; ", environment.ChangeWindows)}).",
            $"The next one opens {AdmissionTexts.Time(opens)}.",
            opens);
    }

    private static IEnumerable<AdmissionRefusal> NotApproved(
        EnvironmentDefinition environment, AdmissionSubject subject, IReadOnlyList<string> authorNames, AdmissionBook book, DateTimeOffset now)
    {
        if (environment.Approvals is not { } rules)
        {
            yield break;
        }

        var count = ApprovalCount.Of(rules, subject.Id, authorNames, book.Decisions, now);
        string approve = $"./build.sh Approve --environment {environment.Name} --release-version {subject.Version}";
        foreach (ApprovalDecision rejection in count.Rejections)
        {
            string comment = rejection.Comment.Length > 0 ? $": {rejection.Comment}" : "";
            yield return new AdmissionRefusal(
                RefusalKind.Rejected,
                $"{ApprovalCount.PersonOf(rules, rejection.Names)} rejected {subject.Version} for {environment.Name} {AdmissionTexts.Time(rejection.At)}{comment}",
                $"The same person may change that: {approve}",
                rejection.At + rules.Expiry);
        }

        if (count.Approved.Count < rules.Required)
        {
            yield return new AdmissionRefusal(RefusalKind.NotApproved, Missing(environment, rules, subject, count), approve, null);
        }
    }

    private static string Missing(EnvironmentDefinition environment, ApprovalDefinition rules, AdmissionSubject subject, ApprovalCount count)
    {
        string by = count.Approved.Count > 0 ? $" (by {string.Join(", ", count.Approved)})" : "";
        string ignored = count.Ignored.Count > 0 ? $" Not counted: {string.Join(", ", count.Ignored)}." : "";
        string who = rules.Approvers.Count > 0 ? $" Approvers: {string.Join(", ", rules.Approvers.Select(a => a.Identity))}." : "";
        string author = rules.ExcludeAuthor ? " The author does not count." : "";
        return $"{subject.Version} ({subject.Id}) has {Number(count.Approved.Count)} of {Number(rules.Required)} approvals for {environment.Name}{by}.{ignored}{who}{author}";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Journal;

/// <summary>Forgets rollouts beyond the newest ones.</summary>
internal static class JournalPruning
{
    /// <summary>Best effort. What is not over, or cannot be read, is left to people.</summary>
    public static async Task ForgetAsync(ApiClient client, string ns, Func<JsonObject, RolloutRecord?> read, CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<JsonObject>> listed = await OwnObjects.ListAsync(client, ns, JournalNames.Selector(JournalNames.Record), cancellationToken).ConfigureAwait(false);
        IEnumerable<JsonObject> old = (listed.Value ?? [])
            .Where(head => JournalNames.NumberOf(head) is not null)
            .OrderByDescending(JournalNames.NumberOf)
            .Skip(JournalNames.Kept);
        foreach (RolloutRecord record in old.Select(read).OfType<RolloutRecord>().Where(record => record.Stage == RolloutStage.Over))
        {
            ClusterResult<IReadOnlyList<JsonObject>> log = await OwnObjects.ListAsync(client, ns, JournalNames.Selector(JournalNames.Log, record.Number), cancellationToken).ConfigureAwait(false);
            IEnumerable<string> segments = (log.Value ?? []).Where(one => JournalNames.SegmentOf(one, record.Number) is not null).Select(JournalNames.Name);

            // The record last: while it is there, the others are found.
            foreach (string name in (string[])[.. segments, JournalNames.GatesOf(record.Number), JournalNames.Head(record.Number)])
            {
                await OwnObjects.RemoveAsync(client, ns, name, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

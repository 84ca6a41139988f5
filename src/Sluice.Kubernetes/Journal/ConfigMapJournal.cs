using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Documents;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Journal;

/// <summary>
/// Journals of rollouts in ConfigMaps of the environment's namespace: <c>sluice-rollout-7</c> is the record of rollout 7, beside
/// it <c>sluice-rollout-7-log-1</c> and so on what happened, and <c>sluice-rollout-7-gates</c> what its gates learnt.
/// </summary>
/// <param name="client">Whose guard decides about writes.</param>
/// <param name="ns">The environment's namespace.</param>
/// <param name="time">For the pauses between attempts.</param>
public sealed class ConfigMapJournal(ApiClient client, string ns, TimeProvider time) : IRolloutJournal
{
    private readonly ConcurrentDictionary<int, Kept> rollouts = new();

    public async Task<ClusterResult<IReadOnlyList<RolloutRecord>>> NewestAsync(CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<JsonObject>> listed = await OwnObjects.ListAsync(client, ns, JournalNames.Selector(JournalNames.Record), cancellationToken).ConfigureAwait(false);
        if (!listed.Succeeded(out IReadOnlyList<JsonObject>? heads))
        {
            return ClusterResult<IReadOnlyList<RolloutRecord>>.Failed(listed.Problems);
        }

        JsonObject? newest = heads.Where(head => JournalNames.NumberOf(head) is not null).MaxBy(JournalNames.NumberOf);
        if (newest is null)
        {
            return ClusterResult<IReadOnlyList<RolloutRecord>>.Ok([]);
        }

        (RolloutRecord? record, string key, string why) = Read(newest);
        return record is null
            ? ClusterResult<IReadOnlyList<RolloutRecord>>.Failed(Of(JournalNames.NumberOf(newest)!.Value).Head.Unreadable(key, why))
            : ClusterResult<IReadOnlyList<RolloutRecord>>.Ok([record]);
    }

    public async Task<ClusterProblem?> WriteAsync(RolloutRecord record, CancellationToken cancellationToken)
    {
        Kept kept = Of(record.Number);
        bool isNew = false;
        ClusterProblem? problem = await kept.Head.ChangeAsync(
            head =>
            {
                isNew = head["data"] is null;
                head["data"] = new JsonObject { [RecordDocument.RecordKey] = RecordDocument.Write(record), [RecordDocument.StateKey] = StateDocument.Write(record.State) };
                return JournalFence.Set(head, record.Fence);
            },
            cancellationToken).ConfigureAwait(false);
        if (problem is null)
        {
            kept.Fence = record.Fence;
            await (isNew ? JournalPruning.ForgetAsync(client, ns, head => Read(head).Record, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        }

        return problem;
    }

    public Task<ClusterProblem?> AppendAsync(int rollout, IReadOnlyList<JournalLine> lines, CancellationToken cancellationToken) =>
        lines.Count == 0 ? Task.FromResult<ClusterProblem?>(null) : Of(rollout).Log.AppendAsync(lines, Of(rollout).Fence, cancellationToken);

    public Task<ClusterResult<IReadOnlyList<JournalLine>>> LinesAsync(int rollout, CancellationToken cancellationToken) => Of(rollout).Log.ReadAsync(cancellationToken);

    public Task<ClusterProblem?> KeepGateAsync(int rollout, string service, byte[] learnt, CancellationToken cancellationToken) => Of(rollout).Gates.ChangeAsync(
        gates =>
        {
            if (gates["binaryData"] is not JsonObject all)
            {
                gates["binaryData"] = all = [];
            }

            all[service] = Convert.ToBase64String(learnt);
            return JournalFence.Set(gates, Of(rollout).Fence);
        },
        cancellationToken);

    public async Task<ClusterResult<IReadOnlyDictionary<string, byte[]>>> GatesAsync(int rollout, CancellationToken cancellationToken)
    {
        VersionedConfigMap gates = Of(rollout).Gates;
        ClusterResult<JsonObject> read = await gates.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out JsonObject? configMap))
        {
            return ClusterResult<IReadOnlyDictionary<string, byte[]>>.Failed(read.Problems);
        }

        var learnt = new Dictionary<string, byte[]>();
        foreach ((string service, JsonNode? value) in configMap["binaryData"] as JsonObject ?? [])
        {
            string text = Json.Text(value);
            byte[] bytes = new byte[text.Length];
            if (!Convert.TryFromBase64String(text, bytes, out int length))
            {
                return ClusterResult<IReadOnlyDictionary<string, byte[]>>.Failed(gates.Unreadable(service, "it is not base64"));
            }

            learnt[service] = bytes[..length];
        }

        return ClusterResult<IReadOnlyDictionary<string, byte[]>>.Ok(learnt);
    }

    private static (RolloutRecord? Record, string Key, string Why) Read(JsonObject head)
    {
        (RolloutRecord? record, string key, string why) = RecordDocument.Read(Json.Text(head["data"]?[RecordDocument.RecordKey]), Json.Text(head["data"]?[RecordDocument.StateKey]));
        return record is not null && record.Number != JournalNames.NumberOf(head) ? (null, RecordDocument.RecordKey, "its number is not that of its name") : (record, key, why);
    }

    private Kept Of(int rollout) => rollouts.GetOrAdd(rollout, number => new Kept(
        new VersionedConfigMap(client, ns, JournalNames.Head(number), JournalNames.Labels(JournalNames.Record, number), time),
        new JournalLog(client, ns, number, time),
        new VersionedConfigMap(client, ns, JournalNames.GatesOf(number), JournalNames.Labels(JournalNames.Gates, number), time)));

    private sealed class Kept(VersionedConfigMap head, JournalLog log, VersionedConfigMap gates)
    {
        public VersionedConfigMap Head => head;

        public JournalLog Log => log;

        public VersionedConfigMap Gates => gates;

        /// <summary>Of the record as this run wrote it last; null before it wrote any.</summary>
        public long? Fence { get; set; }
    }
}

using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Documents;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Journal;

/// <summary>What happened in one rollout, in a few ConfigMaps of which the oldest goes when a new one begins.</summary>
internal sealed class JournalLog(ApiClient client, string ns, int rollout, TimeProvider time)
{
    private VersionedConfigMap? newest;
    private int segment;

    /// <summary>Adds lines.</summary>
    /// <param name="lines">The oldest first.</param>
    /// <param name="fence">Of who writes; null where that is not known.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    public async Task<ClusterProblem?> AppendAsync(IReadOnlyList<JournalLine> lines, long? fence, CancellationToken cancellationToken)
    {
        if (newest is null && await FindAsync(cancellationToken).ConfigureAwait(false) is { } unfound)
        {
            return unfound;
        }

        // What does not fit into the segment goes on in the next.
        IReadOnlyList<string> overflow = [];
        ClusterProblem? problem = await newest!.ChangeAsync(
            configMap =>
            {
                IReadOnlyList<string> texts = LogText.Append(Json.Text(configMap["data"]?[LogText.Key]), lines);
                overflow = [.. texts.Skip(1)];
                return Put(configMap, texts[0], fence);
            },
            cancellationToken).ConfigureAwait(false);
        foreach (string text in problem is null ? overflow : [])
        {
            VersionedConfigMap next = At(segment + 1);
            if (await next.ChangeAsync(configMap => Put(configMap, text, fence), cancellationToken).ConfigureAwait(false) is { } refused)
            {
                return refused;
            }

            (newest, segment) = (next, segment + 1);
            await OwnObjects.RemoveAsync(client, ns, JournalNames.Segment(rollout, segment - LogText.Segments), cancellationToken).ConfigureAwait(false);
        }

        return problem;
    }

    /// <summary>What is kept, oldest first.</summary>
    public async Task<ClusterResult<IReadOnlyList<JournalLine>>> ReadAsync(CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<JsonObject>> listed = await ListAsync(cancellationToken).ConfigureAwait(false);
        if (!listed.Succeeded(out IReadOnlyList<JsonObject>? segments))
        {
            return ClusterResult<IReadOnlyList<JournalLine>>.Failed(listed.Problems);
        }

        var lines = new List<JournalLine>();
        foreach (JsonObject configMap in segments)
        {
            if (LogText.Read(Json.Text(configMap["data"]?[LogText.Key]), lines) is { } broken)
            {
                return ClusterResult<IReadOnlyList<JournalLine>>.Failed(At(JournalNames.SegmentOf(configMap, rollout)!.Value).Unreadable(LogText.Key, $"line {broken} is not what this version of Sluice reads"));
            }
        }

        return ClusterResult<IReadOnlyList<JournalLine>>.Ok(lines);
    }

    private async Task<ClusterProblem?> FindAsync(CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<JsonObject>> listed = await ListAsync(cancellationToken).ConfigureAwait(false);
        if (!listed.Succeeded(out IReadOnlyList<JsonObject>? segments))
        {
            return listed.Problems[0];
        }

        segment = segments.Count == 0 ? 1 : JournalNames.SegmentOf(segments[^1], rollout)!.Value;
        newest = At(segment);
        if (segments.Count > 0)
        {
            newest.Seen(segments[^1]);
        }

        return null;
    }

    private async Task<ClusterResult<IReadOnlyList<JsonObject>>> ListAsync(CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<JsonObject>> listed = await OwnObjects.ListAsync(client, ns, JournalNames.Selector(JournalNames.Log, rollout), cancellationToken).ConfigureAwait(false);
        return listed.Succeeded(out IReadOnlyList<JsonObject>? all)
            ? ClusterResult<IReadOnlyList<JsonObject>>.Ok([.. all.Where(one => JournalNames.SegmentOf(one, rollout) is not null).OrderBy(one => JournalNames.SegmentOf(one, rollout))])
            : listed;
    }

    private static ClusterProblem? Put(JsonObject configMap, string text, long? fence)
    {
        configMap["data"] = new JsonObject { [LogText.Key] = text };
        return JournalFence.Set(configMap, fence);
    }

    private VersionedConfigMap At(int number) => new(client, ns, JournalNames.Segment(rollout, number), JournalNames.Labels(JournalNames.Log, rollout), time);
}

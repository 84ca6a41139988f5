using System.Text.Json.Nodes;
using System.Threading.Channels;
using Sluice.Kubernetes.Api;

namespace Sluice.Kubernetes.Readiness;

/// <summary>
/// Follows one collection: a list, then watches, each from where the last one ended; a new list when the server no
/// longer has the history. Gives up when the server refuses, or stays away too long.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="resource">What the collection is called in changes.</param>
/// <param name="path">Of the collection.</param>
/// <param name="changes">Where changes go.</param>
/// <param name="listed">Revision of a list that the reader has already; null to begin with one.</param>
internal sealed class ResourceMirror(ApiClient client, string resource, string path, ChannelWriter<MirrorChange> changes, string? listed)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(45);

    private string? revision = listed;
    private TimeSpan pause = FirstPause;
    private long lastGood;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        lastGood = client.Time.GetTimestamp();
        while (true)
        {
            ApiError? error = revision is null
                ? await ListAsync(cancellationToken).ConfigureAwait(false)
                : await WatchAsync(revision, cancellationToken).ConfigureAwait(false);
            if (error is null)
            {
                continue;
            }

            bool late = client.Time.GetElapsedTime(lastGood) >= GiveUpAfter;
            if (late || !(error.IsTransient || error.IsGone || error.Kind is ApiErrorKind.Garbled))
            {
                changes.TryWrite(new MirrorChange.Failed(resource, error));
                return;
            }

            changes.TryWrite(new MirrorChange.Lost(resource, error));
            await Task.Delay(pause, client.Time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<ApiError?> ListAsync(CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded(out JsonObject? list, out ApiError? error))
        {
            return error;
        }

        revision = Json.Text(list["metadata"]?["resourceVersion"]);
        changes.TryWrite(new MirrorChange.Listed(resource, [.. Json.Items(list["items"])]));
        Good();
        return null;
    }

    private async Task<ApiError?> WatchAsync(string from, CancellationToken cancellationToken)
    {
        bool heard = false;
        await foreach (WatchItem item in client.WatchAsync(path, from, cancellationToken).ConfigureAwait(false))
        {
            if (item is WatchItem.Ended ended)
            {
                return await EndAsync(ended.Error, heard, cancellationToken).ConfigureAwait(false);
            }

            heard = true;
            Good();
            Take(item);
        }

        return null;
    }

    private async Task<ApiError?> EndAsync(ApiError? error, bool heard, CancellationToken cancellationToken)
    {
        if (error is { IsGone: true })
        {
            revision = null;
            return null;
        }

        if (error is not null)
        {
            // The list that follows tells what was missed, and its arrival that the connection is back.
            revision = null;
        }

        if (error is null && !heard)
        {
            // A server that closes at once must not be asked as fast as it can answer.
            await Task.Delay(FirstPause, client.Time, cancellationToken).ConfigureAwait(false);
        }

        return error;
    }

    private void Take(WatchItem item)
    {
        switch (item)
        {
            case WatchItem.Changed changed:
                revision = VersionOf(changed.Item);
                changes.TryWrite(new MirrorChange.Put(resource, changed.Item));
                break;
            case WatchItem.Deleted deleted:
                revision = VersionOf(deleted.Item);
                changes.TryWrite(new MirrorChange.Removed(resource, deleted.Item));
                break;
            case WatchItem.Bookmark { ResourceVersion.Length: > 0 } mark:
                revision = mark.ResourceVersion;
                break;
        }
    }

    private void Good()
    {
        pause = FirstPause;
        lastGood = client.Time.GetTimestamp();
    }

    private static string VersionOf(JsonObject json) => Json.Text(json["metadata"]?["resourceVersion"]);
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Api.Reading;

/// <summary>One line of a watch.</summary>
internal sealed record WatchLine(string Type, JsonObject Object);

/// <summary>Turns the store's changes into the lines of one watch: selectors, bookmarks, the end of the initial events.</summary>
internal sealed class WatchFeed(IObjectStore store, ApiTarget target, ApiQuery query, TimeProvider time)
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromSeconds(30);
    private readonly ObjectSelection _selection = new(target, query);

    /// <exception cref="StatusException">The query cannot be understood (400) or asks for a past that is gone (410).</exception>
    public StoreWatch Subscribe()
    {
        string version = query.Text("resourceVersion") ?? "0";
        if (!long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out long after))
        {
            throw StatusException.BadRequest($"invalid resource version \"{version}\": it is a whole number");
        }

        try
        {
            return store.Subscribe(target.Kind.Resource, target.Namespace.Length > 0 ? target.Namespace : null, query.Flag("sendInitialEvents") ? 0 : after);
        }
        catch (RevisionGoneException e)
        {
            throw StatusException.Gone($"too old resource version: {e.Asked} ({e.Oldest})");
        }
    }

    public async IAsyncEnumerable<WatchLine> Lines(StoreWatch watch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool bookmarks = query.Flag("allowWatchBookmarks");
        bool initial = query.Flag("sendInitialEvents") && bookmarks;
        while (!cancellationToken.IsCancellationRequested)
        {
            long revision = store.Revision;
            while (watch.Events.TryRead(out var change))
            {
                revision = Math.Max(revision, change.Revision);
                if (Line(change) is { } line)
                {
                    yield return line;
                }
            }

            if (initial)
            {
                initial = false;
                yield return Bookmark(revision, initialEnd: true);
            }

            switch (await Next(watch, cancellationToken).ConfigureAwait(false))
            {
                case Wake.Ended:
                    yield break;
                case Wake.Time when bookmarks:
                    yield return Bookmark(revision, initialEnd: false);
                    break;
            }
        }
    }

    private enum Wake
    {
        Changes,
        Time,
        Ended,
    }

    private async Task<Wake> Next(StoreWatch watch, CancellationToken cancellationToken)
    {
        using var tick = new CancellationTokenSource(BookmarkEvery, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tick.Token);
        try
        {
            return await watch.Events.WaitToReadAsync(either.Token).ConfigureAwait(false) ? Wake.Changes : Wake.Ended;
        }
        catch (OperationCanceledException)
        {
            return cancellationToken.IsCancellationRequested ? Wake.Ended : Wake.Time;
        }
    }

    private WatchLine? Line(StoreEvent change)
    {
        bool before = _selection.Matches(change.Previous);
        bool now = _selection.Matches(change.Object);
        return change.Type switch
        {
            StoreEventType.Deleted => before || now ? new WatchLine("DELETED", change.Object) : null,
            StoreEventType.Added => now ? new WatchLine("ADDED", change.Object) : null,
            _ when now => new WatchLine(before || change.Previous is null ? "MODIFIED" : "ADDED", change.Object),
            _ => before ? new WatchLine("DELETED", change.Object) : null,
        };
    }

    private WatchLine Bookmark(long revision, bool initialEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        if (initialEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        return new WatchLine("BOOKMARK", new JsonObject { ["kind"] = target.Kind.Kind, ["apiVersion"] = target.Kind.ApiVersion, ["metadata"] = metadata });
    }
}

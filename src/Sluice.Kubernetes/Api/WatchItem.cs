using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Api;

/// <summary>What a watch yields. The closed list is this file.</summary>
public abstract record WatchItem
{
    private WatchItem()
    {
    }

    public sealed record Changed(JsonObject Item) : WatchItem;

    public sealed record Deleted(JsonObject Item) : WatchItem;

    /// <summary>Nothing changed up to this revision.</summary>
    public sealed record Bookmark(string ResourceVersion) : WatchItem;

    /// <summary>The last item. Without an error the server closed the watch in good order.</summary>
    public sealed record Ended(ApiError? Error) : WatchItem;
}

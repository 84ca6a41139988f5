using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;

namespace Sluice.Kubernetes.Readiness;

/// <summary>What a mirror tells its reader. The closed list is this file.</summary>
internal abstract record MirrorChange(string Resource)
{
    /// <summary>A complete list; what is not in it is gone.</summary>
    public sealed record Listed(string Resource, IReadOnlyList<JsonObject> Items) : MirrorChange(Resource);

    public sealed record Put(string Resource, JsonObject Item) : MirrorChange(Resource);

    public sealed record Removed(string Resource, JsonObject Item) : MirrorChange(Resource);

    /// <summary>The connection was lost and is being restored.</summary>
    public sealed record Lost(string Resource, ApiError Error) : MirrorChange(Resource);

    /// <summary>The mirror has given up.</summary>
    public sealed record Failed(string Resource, ApiError Error) : MirrorChange(Resource);
}

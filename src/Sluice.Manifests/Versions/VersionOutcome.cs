using System.Text.Json.Nodes;

namespace Sluice.Manifests.Versions;

/// <summary>An object in another API version, or everything in it that the other version cannot say.</summary>
public sealed record VersionOutcome
{
    private VersionOutcome(JsonObject? json, IReadOnlyList<string> obstacles)
    {
        Json = json;
        Obstacles = obstacles;
    }

    /// <summary>The converted object; <see langword="null"/> exactly when there are obstacles.</summary>
    public JsonObject? Json { get; }

    /// <summary>One sentence each, beginning with the field: <c>spec.tolerance: autoscaling/v2beta2 has no such field</c>.</summary>
    public IReadOnlyList<string> Obstacles { get; }

    internal static VersionOutcome Of(JsonObject json, IReadOnlyList<string> obstacles) => new(obstacles.Count == 0 ? json : null, obstacles);
}

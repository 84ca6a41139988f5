using System.Text.Json.Nodes;

namespace Sluice.Rollouts;

/// <summary>What the server answered when it was asked what applying an object would do.</summary>
/// <param name="Live">The object as it is now; null when there is none. Not to be changed.</param>
/// <param name="Expected">As it would be; null where the server could not tell, as its namespace or kind comes with the same set.</param>
/// <param name="Displaced">Managers that would lose fields to us.</param>
public sealed record ObjectPreview(JsonObject? Live, JsonObject? Expected, IReadOnlyList<DisplacedManager> Displaced);

/// <summary>Someone who set fields of an object that are ours after applying it.</summary>
/// <param name="Manager">As the server knows them: <c>kubectl-edit</c>.</param>
/// <param name="Fields">Which: <c>spec.replicas</c>.</param>
public sealed record DisplacedManager(string Manager, IReadOnlyList<string> Fields);

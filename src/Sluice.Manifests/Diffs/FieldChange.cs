using System.Text.Json.Nodes;

namespace Sluice.Manifests.Diffs;

/// <summary>One field that differs between two states of an object.</summary>
/// <param name="Path"><c>spec.template.spec.containers[backend].image</c>; items of lists by their key where they have one, else by number.</param>
/// <param name="Old">Its value before; <see langword="null"/> where it is not there.</param>
/// <param name="New">Its value after; <see langword="null"/> where it is not there.</param>
public sealed record FieldChange(string Path, JsonNode? Old, JsonNode? New);

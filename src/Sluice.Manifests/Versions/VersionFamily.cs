using System.Text.Json.Nodes;

namespace Sluice.Manifests.Versions;

/// <summary>Rewrites an object in place from one form into the next.</summary>
/// <param name="value">The object; ours to change.</param>
/// <param name="obstacles">Takes what cannot be said in the other form.</param>
internal delegate void VersionStep(JsonObject value, List<string> obstacles);

/// <summary>One form in which a kind exists.</summary>
/// <param name="ApiVersion"><c>policy/v1beta1</c>.</param>
/// <param name="ToNewest">Into the family's first form; <see langword="null"/> when the fields are the same.</param>
/// <param name="FromNewest">Out of the family's first form; <see langword="null"/> when the fields are the same.</param>
internal sealed record VersionForm(string ApiVersion, VersionStep? ToNewest = null, VersionStep? FromNewest = null);

/// <summary>The versions of a kind between which an object keeps its meaning, newest first.</summary>
internal sealed record VersionFamily(string Kind, params IReadOnlyList<VersionForm> Forms)
{
    public VersionForm? Find(string apiVersion) => Forms.FirstOrDefault(form => form.ApiVersion == apiVersion);
}

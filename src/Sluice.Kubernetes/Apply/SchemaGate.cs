using Sluice.Kubernetes.Schemas;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Apply;

/// <summary>
/// Compares objects with published schemas where the server's own dry run does not tell everything: in a namespace or of a kind
/// that is only in the same set, and on servers from before they could be asked to refuse unknown fields.
/// </summary>
internal sealed class SchemaGate(ClusterSchemas schemas)
{
    /// <summary>Every field of the object that is unknown or of the wrong type.</summary>
    /// <param name="target">The object.</param>
    /// <param name="isUnborn">Whether its namespace or its kind does not exist yet.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public async Task<IReadOnlyList<ClusterProblem>> CheckAsync(ApplyTarget target, bool isUnborn, CancellationToken cancellationToken)
    {
        if (!isUnborn && await schemas.IsStrictAsync(cancellationToken).ConfigureAwait(false))
        {
            return [];
        }

        ObjectSchema? schema = target.Planned is { } planned
            ? planned.Schema
            : await schemas.FindAsync(target.Resource.ApiVersion, target.Resource.Kind, cancellationToken).ConfigureAwait(false);
        return schema is null ? [] : [.. SchemaWalk.Check(schema, target.Json).Select(f => Problem(target, f))];
    }

    private static ClusterProblem Problem(ApplyTarget target, SchemaFinding finding) => new(
        ClusterProblemKind.Invalid,
        $"{target.Label}: {finding}{(finding.What.EndsWith('?') ? "" : ".")}",
        target.Planned is null ? "Correct the manifest; the field names follow kubectl explain." : "Correct the manifest, or the CustomResourceDefinition of its kind.");
}

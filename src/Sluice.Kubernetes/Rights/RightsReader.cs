using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Rights;

/// <summary>Asks the server what the user of a connection may do, by SelfSubjectAccessReviews; they change nothing and everybody may make them.</summary>
public sealed class RightsReader(ApiClient client)
{
    private const int ParallelRequests = 8;
    private const string Everything = "*";
    private const string Reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    /// <summary>Those of the rights that the user lacks, in the given order; the first failure ends the question.</summary>
    public async Task<ClusterResult<IReadOnlyList<Right>>> MissingAsync(IReadOnlyList<Right> needed, CancellationToken cancellationToken)
    {
        // Administrators are told apart by one question instead of fifty.
        ApiResult<JsonObject> all = await AskAsync(new Right(Everything, Everything, Everything, "", ""), "", cancellationToken).ConfigureAwait(false);
        if (all.Error is { } error)
        {
            return ClusterResult<IReadOnlyList<Right>>.Failed(Problems.Of(error, "asking for rights"));
        }

        if (IsAllowed(all))
        {
            return ClusterResult<IReadOnlyList<Right>>.Ok([]);
        }

        var answers = new Answer[needed.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelRequests, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, needed.Count, parallel, async (i, token) => answers[i] = await HasAsync(needed[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return answers.FirstOrDefault(a => a.Error is not null).Error is { } failed
            ? ClusterResult<IReadOnlyList<Right>>.Failed(Problems.Of(failed, "asking for rights"))
            : ClusterResult<IReadOnlyList<Right>>.Ok([.. needed.Where((_, i) => !answers[i].Allowed)]);
    }

    private async Task<Answer> HasAsync(Right right, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> general = await AskAsync(right, "", cancellationToken).ConfigureAwait(false);
        if (general.Error is not null || IsAllowed(general) || right.Names.Count == 0)
        {
            return new Answer(IsAllowed(general), general.Error);
        }

        // A role may name the very objects.
        foreach (string name in right.Names)
        {
            ApiResult<JsonObject> named = await AskAsync(right, name, cancellationToken).ConfigureAwait(false);
            if (named.Error is not null || !IsAllowed(named))
            {
                return new Answer(false, named.Error);
            }
        }

        return new Answer(true, null);
    }

    private Task<ApiResult<JsonObject>> AskAsync(Right right, string name, CancellationToken cancellationToken)
    {
        string[] parts = right.Resource.Split('/');
        var attributes = new JsonObject { ["verb"] = right.Verb, ["group"] = right.Group, ["resource"] = parts[0] };
        foreach ((string field, string value) in new[] { ("namespace", right.Namespace), ("subresource", parts.Length > 1 ? parts[1] : ""), ("name", name) })
        {
            if (value.Length > 0)
            {
                attributes[field] = value;
            }
        }

        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectAccessReview",
            ["spec"] = new JsonObject { ["resourceAttributes"] = attributes },
        };
        return client.CreateAsync(Reviews, review, cancellationToken);
    }

    private static bool IsAllowed(ApiResult<JsonObject> review) =>
        review.Value?["status"]?["allowed"]?.GetValueKind() == System.Text.Json.JsonValueKind.True;

    private readonly record struct Answer(bool Allowed, ApiError? Error);
}

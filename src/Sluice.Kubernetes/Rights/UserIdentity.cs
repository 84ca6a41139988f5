using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Rights;

/// <summary>Asks the server for whom it takes the user of a connection; servers before 1.28 do not say.</summary>
public sealed class UserIdentity(ApiClient client) : IUserIdentity
{
    private const string Reviews = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

    public async Task<string> UserAsync(CancellationToken cancellationToken)
    {
        var question = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "SelfSubjectReview" };
        ApiResult<JsonObject> answer = await client.CreateAsync(Reviews, question, cancellationToken).ConfigureAwait(false);
        return Json.Text(answer.Value?["status"]?["userInfo"]?["username"]);
    }
}

using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Objects;
using Sluice.Sandbox.Api.Writing;

namespace Sluice.Sandbox.Api.Http;

/// <summary>
/// Answers who may do what. The sandbox has one user, the bearer of its token, who may do everything; roles and bindings
/// change nothing about that, and the answers say so.
/// </summary>
internal static class ReviewEndpoint
{
    private const string User = "sandbox-admin";
    private const string Why = "the sandbox lets every bearer of its token do everything";

    /// <exception cref="StatusException">Not a POST (405), or not a question of this kind (400, 422).</exception>
    public static async Task HandleAsync(HttpContext http, ApiTarget target)
    {
        if (http.Request.Method != "POST" || target.Name is not null)
        {
            throw StatusException.MethodNotAllowed();
        }

        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted).ConfigureAwait(false) as JsonObject
            ?? throw StatusException.BadRequest("the request's body must be an object");
        var review = Decoding.Decode(target.Kind, body, new WriteOptions { Manager = User, Validation = FieldValidation.Ignore });
        review["status"] = Answer(target, review);
        await http.WriteJsonAsync(201, review).ConfigureAwait(false);
    }

    private static JsonObject Answer(ApiTarget target, JsonObject review) => target.Kind.Kind switch
    {
        "SelfSubjectReview" => new JsonObject
        {
            ["userInfo"] = new JsonObject { ["username"] = User, ["groups"] = new JsonArray("system:masters", "system:authenticated") },
        },
        "SelfSubjectRulesReview" => new JsonObject
        {
            ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }),
            ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") }),
            ["incomplete"] = false,
        },
        _ => Access(target, review),
    };

    private static JsonObject Access(ApiTarget target, JsonObject review)
    {
        bool resource = review.At("spec", "resourceAttributes") is not null;
        if (resource == review.At("spec", "nonResourceAttributes") is not null)
        {
            throw StatusException.Invalid(target.Kind, "", [new StatusCause("FieldValueInvalid", "spec.resourceAttributes", "Invalid value: exactly one of nonResourceAttributes or resourceAttributes must be specified")]);
        }

        return new JsonObject { ["allowed"] = true, ["reason"] = Why };
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Connection;

/// <summary>The version of a cluster's API server.</summary>
/// <param name="Text">As it says itself: <c>v1.20.2</c>.</param>
/// <param name="Minor">The minor version of Kubernetes 1; null when it cannot be read.</param>
public sealed record ServerVersion(string Text, int? Minor)
{
    public static async Task<ClusterResult<ServerVersion>> ReadAsync(ApiClient client, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await client.GetAsync("/version", cancellationToken).ConfigureAwait(false);
        return answer.Succeeded(out JsonObject? version, out ApiError? error)
            ? ClusterResult<ServerVersion>.Ok(Of(version))
            : ClusterResult<ServerVersion>.Failed(Problems.Of(error, "asking for the cluster's version"));
    }

    internal static ServerVersion Of(JsonObject version)
    {
        // Minor versions of some providers have a tail: 24+.
        string digits = new([.. (version["minor"]?.ToString() ?? "").TakeWhile(char.IsAsciiDigit)]);
        int? minor = version["major"]?.ToString() == "1" && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        return new ServerVersion(version["gitVersion"]?.ToString() ?? "an unknown version", minor);
    }
}

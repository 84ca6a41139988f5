using System.Net;
using System.Text.Json.Nodes;

namespace Sluice.EndToEnd.Harness;

/// <summary>Requests as a browser makes its first: each on a connection of its own.</summary>
internal static class Web
{
    /// <summary>Longer without an answer is a failure.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly HttpClient s_client = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = Patience };

    public static async Task<Answer> GetAsync(Uri service, string path)
    {
        using var response = await s_client.GetAsync(new Uri(service, path));
        return new Answer(
            response.StatusCode,
            response.Headers.TryGetValues("X-Revision", out var revisions) ? revisions.Single() : "",
            await response.Content.ReadAsStringAsync());
    }

    /// <summary>Asks until it is answered with 200, for a service that is just starting.</summary>
    public static async Task<Answer> WaitForAsync(Uri service, string path, TimeSpan patience)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                var answer = await GetAsync(service, path);
                if (answer.Code == HttpStatusCode.OK || TimeProvider.System.GetElapsedTime(begun) > patience)
                {
                    return answer;
                }
            }
            catch (HttpRequestException) when (TimeProvider.System.GetElapsedTime(begun) < patience)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}

/// <param name="Code">Status.</param>
/// <param name="Revision">Header X-Revision.</param>
/// <param name="Body">Content.</param>
internal sealed record Answer(HttpStatusCode Code, string Revision, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

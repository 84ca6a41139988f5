using System.Globalization;
using Sluice.Sandbox.Api.Objects;
using Sluice.Sandbox.Api.Writing;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Api.Http;

/// <summary>GET pods/x/log.</summary>
internal sealed class LogEndpoint(IObjectStore store, IPodLogs? logs, TimeProvider time)
{
    public async Task HandleAsync(HttpContext http, ApiTarget target, CancellationToken stopping)
    {
        var pod = store.Get(ObjectWriter.Key(target)) ?? throw StatusException.NotFound(target.Kind, target.Name!);
        var query = new ApiQuery(http.Request.Query);
        var request = new PodLogRequest(target.Namespace, target.Name!, Container(pod, query.Text("container")))
        {
            Previous = query.Flag("previous"),
            TailLines = query.Number("tailLines"),
            Since = Since(query),
            Timestamps = query.Flag("timestamps"),
            Follow = query.Flag("follow"),
            LimitBytes = query.Number("limitBytes"),
        };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        var answer = logs?.Read(request, end.Token) ?? PodLogAnswer.None("this sandbox runs no pods");
        if (answer.Chunks is null)
        {
            throw StatusException.BadRequest(answer.Problem ?? "there is no log");
        }

        http.Response.ContentType = "text/plain";
        await foreach (var chunk in answer.Chunks.WithCancellation(end.Token).ConfigureAwait(false))
        {
            await http.Response.Body.WriteAsync(chunk, end.Token).ConfigureAwait(false);
            await http.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
        }
    }

    private DateTimeOffset? Since(ApiQuery query)
    {
        if (query.Number("sinceSeconds") is { } seconds)
        {
            return time.GetUtcNow().AddSeconds(-seconds);
        }

        return query.Text("sinceTime") is not { } text ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
            : throw StatusException.BadRequest($"invalid query parameter sinceTime={text}: a time like 2006-01-02T15:04:05Z is expected");
    }

    private static string Container(System.Text.Json.Nodes.JsonObject pod, string? asked)
    {
        var names = pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).Select(c => c.Text("name")).ToList();
        if (asked is not null)
        {
            return names.Contains(asked) ? asked : throw StatusException.BadRequest($"container {asked} is not valid for pod {pod.Name()}");
        }

        return pod.Items("spec", "containers").Count() == 1
            ? names[0]
            : throw StatusException.BadRequest($"a container name must be specified for pod {pod.Name()}, choose one of: [{string.Join(' ', names)}]");
    }
}

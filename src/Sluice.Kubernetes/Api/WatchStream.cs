using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Api;

/// <summary>Opens one watch and reads its lines until it ends.</summary>
internal static class WatchStream
{
    // What the server is given to end the watch by itself before the client gives it up for dead.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(15);

    public static async IAsyncEnumerable<WatchItem> ReadAsync(
        ApiTransport transport,
        ApiClientOptions options,
        TimeProvider time,
        string path,
        string resourceVersion,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string seconds = ((int)Math.Max(1, options.WatchDuration.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        string query = $"watch=1&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(resourceVersion)}&timeoutSeconds={seconds}";
        var request = new ApiRequest(HttpMethod.Get, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}", null, null, Repeatable: true);
        using var limit = new CancellationTokenSource(options.WatchDuration + Slack, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, transport.Closed, cancellationToken);
        using var lines = new WatchLines(transport, request, options);
        while (true)
        {
            WatchItem item = await lines.NextAsync(cancellationToken, both.Token).ConfigureAwait(false);
            yield return item;
            if (item is WatchItem.Ended)
            {
                yield break;
            }
        }
    }

    private sealed class WatchLines(ApiTransport transport, ApiRequest request, ApiClientOptions options) : IDisposable
    {
        private HttpResponseMessage? response;
        private StreamReader? reader;

        public async Task<WatchItem> NextAsync(CancellationToken callers, CancellationToken limited)
        {
            try
            {
                if (reader is null && await OpenAsync(limited).ConfigureAwait(false) is { } refused)
                {
                    return new WatchItem.Ended(refused);
                }

                string? line = await reader!.ReadLineAsync(limited).ConfigureAwait(false);
                return line is null ? new WatchItem.Ended(null) : Parse(line);
            }
            catch (OperationCanceledException) when (transport.Closed.IsCancellationRequested && !callers.IsCancellationRequested)
            {
                return new WatchItem.Ended(new ApiError(ApiErrorKind.Connection, 0, "", "the connection was closed from this side", [], request.Name));
            }
            catch (Exception e) when (!callers.IsCancellationRequested && ApiFailures.Read(e, request, options.WatchDuration + Slack) is { } error)
            {
                return new WatchItem.Ended(error);
            }
        }

        public void Dispose()
        {
            reader?.Dispose();
            response?.Dispose();
        }

        private async Task<ApiError?> OpenAsync(CancellationToken cancellationToken)
        {
            response = await transport.OpenAsync(request, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
                return transport.ErrorOf(request, response, body);
            }

            reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
            return null;
        }

        private WatchItem Parse(string line)
        {
            JsonObject? json = null;
            try
            {
                json = JsonNode.Parse(line) as JsonObject;
            }
            catch (JsonException)
            {
                // A connection that breaks in the middle of a line leaves half an event; the list that follows has the whole.
            }

            return (json?["type"]?.GetValue<string>(), json?["object"] as JsonObject) switch
            {
                ("ADDED" or "MODIFIED", { } changed) => new WatchItem.Changed(changed),
                ("DELETED", { } deleted) => new WatchItem.Deleted(deleted),
                ("BOOKMARK", { } mark) => new WatchItem.Bookmark(mark["metadata"]?["resourceVersion"]?.GetValue<string>() ?? ""),
                ("ERROR", { } status) => new WatchItem.Ended(StatusReader.Read(request, status)),
                _ => new WatchItem.Ended(new ApiError(ApiErrorKind.Garbled, 0, "", "the watch sent something that is not an event", [], request.Name)),
            };
        }
    }
}

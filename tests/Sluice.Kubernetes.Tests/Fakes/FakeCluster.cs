using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Sluice.Kubernetes.Tests.Fakes;

/// <summary>An API server just big enough for apply, ledger and readiness: objects by path, one revision counter, watches.</summary>
internal sealed class FakeCluster
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, JsonObject> objects = new(StringComparer.Ordinal);
    private readonly List<(long Revision, string Collection, string Event)> history = [];
    private readonly List<Channel<bool>> watchers = [];
    private long revision = 100;

    public List<string> Requests { get; } = [];

    /// <summary>Watches that are open now.</summary>
    public int WatchCount
    {
        get
        {
            lock (gate)
            {
                return watchers.Count;
            }
        }
    }

    /// <summary>Answers a request instead of the store when it returns a status.</summary>
    public Func<HttpContext, JsonObject?, (int Status, JsonObject Body)?> Intercept { get; set; } = (_, _) => null;

    public Dictionary<string, string> Texts { get; } = [];

    public Discovery Serves { get; set; } = Discovery.Current;

    public void Put(string path, JsonObject value)
    {
        lock (gate)
        {
            Store(path, (JsonObject)value.DeepClone());
        }
    }

    public JsonObject? Get(string path)
    {
        lock (gate)
        {
            return (JsonObject?)objects.GetValueOrDefault(path)?.DeepClone();
        }
    }

    public void Remove(string path)
    {
        lock (gate)
        {
            if (objects.Remove(path, out JsonObject? gone))
            {
                gone["metadata"]!["resourceVersion"] = (++revision).ToString(System.Globalization.CultureInfo.InvariantCulture);
                history.Add((revision, path[..path.LastIndexOf('/')], new JsonObject { ["type"] = "DELETED", ["object"] = gone }.ToJsonString()));
                watchers.ForEach(w => w.Writer.TryWrite(true));
            }
        }
    }

    /// <summary>Ends all watches in good order, as servers do from time to time.</summary>
    public void CloseWatches()
    {
        lock (gate)
        {
            watchers.ForEach(w => w.Writer.TryComplete());
            watchers.Clear();
        }
    }

    /// <summary>Forgets all changes up to now, so that older watches get 410.</summary>
    public void Compact()
    {
        lock (gate)
        {
            history.Clear();
            history.Add((++revision, "", ""));
        }
    }

    public async Task HandleAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        string path = request.Path.Value!;
        lock (gate)
        {
            Requests.Add($"{request.Method} {path}{request.QueryString}");
        }

        JsonObject? body = request.ContentLength > 0 ? (JsonObject?)await JsonNode.ParseAsync(request.Body) : null;
        if (Intercept(context, body) is { } other)
        {
            await WriteAsync(context, other.Status, other.Body);
        }
        else if (Texts.TryGetValue(path + (request.Query.ContainsKey("previous") ? "?previous" : ""), out string? text))
        {
            await context.Response.WriteAsync(text);
        }
        else if (Serves.Answer(path) is { } resources)
        {
            await WriteAsync(context, 200, resources);
        }
        else if (request.Query.ContainsKey("watch"))
        {
            await WatchAsync(context, path, long.Parse(request.Query["resourceVersion"]!, System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            (int status, JsonObject answer) = Serve(request, path, body);
            await WriteAsync(context, status, answer);
        }
    }

    public static JsonObject Status(int code, string reason, string message) => new()
    {
        ["kind"] = "Status",
        ["code"] = code,
        ["reason"] = reason,
        ["message"] = message,
    };

    private (int, JsonObject) Serve(HttpRequest request, string path, JsonObject? body)
    {
        lock (gate)
        {
            bool dryRun = request.Query.ContainsKey("dryRun");
            bool collection = Serves.IsCollection(path);
            JsonObject? current = objects.GetValueOrDefault(path);
            switch (request.Method)
            {
                case "GET" when collection:
                    return (200, List(path));
                case "GET":
                    return current is null ? (404, Status(404, "NotFound", $"{path} not found")) : (200, Copy(current));
                case "POST":
                    string made = $"{path}/{body!["metadata"]!["name"]}";
                    return objects.ContainsKey(made) ? (409, Status(409, "AlreadyExists", "exists")) : (201, Store(made, body));
                case "PUT":
                    bool stale = current is not null && current["metadata"]!["resourceVersion"]!.ToString() != body!["metadata"]!["resourceVersion"]?.ToString();
                    return stale ? (409, Status(409, "Conflict", "stale")) : (200, Store(path, body!));
                case "DELETE":
                    return Delete(path, body, current);
                default:
                    return Apply(path, body!, current, dryRun);
            }
        }
    }

    private (int, JsonObject) Apply(string path, JsonObject body, JsonObject? current, bool dryRun)
    {
        string[] parts = path.Split("/namespaces/");
        if (parts.Length == 2 && parts[1].Contains('/', StringComparison.Ordinal) && !objects.ContainsKey($"/api/v1/namespaces/{parts[1].Split('/')[0]}"))
        {
            return (404, Status(404, "NotFound", $"namespaces \"{parts[1].Split('/')[0]}\" not found"));
        }

        JsonObject merged = current is null ? Copy(body) : Merge(Copy(current), body);
        if (current is not null && JsonNode.DeepEquals(merged, current))
        {
            return (200, Copy(current));
        }

        return dryRun ? (200, merged) : (200, Store(path, merged));
    }

    private (int, JsonObject) Delete(string path, JsonObject? options, JsonObject? current)
    {
        if (current is null)
        {
            return (404, Status(404, "NotFound", $"{path} not found"));
        }

        foreach (string field in new[] { "uid", "resourceVersion" })
        {
            if (options?["preconditions"]?[field] is { } wanted && wanted.ToString() != current["metadata"]![field]!.ToString())
            {
                return (409, Status(409, "Conflict", $"precondition failed: {field}"));
            }
        }

        objects.Remove(path);
        history.Add((++revision, path[..path.LastIndexOf('/')], new JsonObject { ["type"] = "DELETED", ["object"] = Copy(current) }.ToJsonString()));
        watchers.ForEach(w => w.Writer.TryWrite(true));
        return (200, Status(200, "", "deleted"));
    }

    private static JsonObject Merge(JsonObject into, JsonObject from)
    {
        foreach ((string key, JsonNode? value) in from)
        {
            into[key] = value is JsonObject child && into[key] is JsonObject target ? Merge(Copy(target), child) : value?.DeepClone();
        }

        return into;
    }

    private JsonObject Store(string path, JsonObject value)
    {
        bool existed = objects.ContainsKey(path);
        var metadata = (JsonObject)(value["metadata"] ??= new JsonObject());
        metadata["resourceVersion"] = (++revision).ToString(System.Globalization.CultureInfo.InvariantCulture);
        metadata["uid"] ??= "uid-" + path;
        objects[path] = value;
        var line = new JsonObject { ["type"] = existed ? "MODIFIED" : "ADDED", ["object"] = Copy(value) };
        history.Add((revision, path[..path.LastIndexOf('/')], line.ToJsonString()));
        watchers.ForEach(w => w.Writer.TryWrite(true));
        return Copy(value);
    }

    private JsonObject List(string path) => new()
    {
        ["metadata"] = new JsonObject { ["resourceVersion"] = revision.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        ["items"] = new JsonArray([.. objects.Where(o => o.Key[..o.Key.LastIndexOf('/')] == path).Select(o => (JsonNode)Copy(o.Value))]),
    };

    private async Task WatchAsync(HttpContext context, string path, long after)
    {
        var wake = Channel.CreateUnbounded<bool>();
        bool gone;
        lock (gate)
        {
            gone = history.Count > 0 && history[0].Collection.Length == 0 && after < history[0].Revision - 1;
            watchers.Add(wake);
        }

        if (gone)
        {
            var line = new JsonObject { ["type"] = "ERROR", ["object"] = Status(410, "Expired", "too old resource version") };
            await context.Response.WriteAsync(line.ToJsonString() + "\n");
            return;
        }

        await context.Response.StartAsync();
        do
        {
            (long Revision, string Collection, string Event)[] news;
            lock (gate)
            {
                news = [.. history.Where(h => h.Revision > after && h.Collection == path)];
            }

            foreach ((long at, _, string line) in news)
            {
                await context.Response.WriteAsync(line + "\n");
                after = at;
            }

            await context.Response.Body.FlushAsync();
        }
        while (await wake.Reader.WaitToReadAsync(context.RequestAborted) && wake.Reader.TryRead(out _));
    }

    private static JsonObject Copy(JsonObject json) => (JsonObject)json.DeepClone();

    private static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString());
    }
}

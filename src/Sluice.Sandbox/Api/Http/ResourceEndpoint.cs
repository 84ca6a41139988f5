using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Objects;
using Sluice.Sandbox.Api.Patches;
using Sluice.Sandbox.Api.Printing;
using Sluice.Sandbox.Api.Reading;
using Sluice.Sandbox.Api.Writing;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Api.Http;

/// <summary>The verbs on resources and their status and scale.</summary>
internal sealed class ResourceEndpoint(IObjectStore store, ObjectWriter writer, ObjectDeleter deleter, TimeProvider time)
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();
    private static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(30);

    public async Task HandleAsync(HttpContext http, ApiTarget target, CancellationToken stopping)
    {
        var query = new ApiQuery(http.Request.Query);
        Namespaced(http, target);
        string method = http.Request.Method;
        if (!Allowed(target))
        {
            throw StatusException.NoSuchPath();
        }

        if (method is "GET" && (query.Flag("watch") || query.Text("watch") is "true"))
        {
            await WatchAsync(http, target, query, stopping).ConfigureAwait(false);
            return;
        }

        switch (method)
        {
            case "GET" when target.Name is null:
                await ListAsync(http, target, query).ConfigureAwait(false);
                break;
            case "GET":
                await AnswerAsync(http, target, query, Existing(target), 200).ConfigureAwait(false);
                break;
            case "DELETE":
                await DeleteAsync(http, target, query).ConfigureAwait(false);
                break;
            case "POST" when target.Name is null:
            case "PUT" or "PATCH" when target.Name is not null:
                await WriteAsync(http, target, query).ConfigureAwait(false);
                break;
            default:
                throw StatusException.MethodNotAllowed();
        }
    }

    private static bool Allowed(ApiTarget target) => !target.Kind.IsReview && target.Subresource switch
    {
        "" => true,
        "status" => target.Kind.HasStatus,
        "scale" => target.Kind.HasScale,
        "finalize" => target.Kind.Kind == "Namespace",
        _ => false,
    };

    private static void Namespaced(HttpContext http, ApiTarget target)
    {
        if (target.Kind.Namespaced && target.Namespace.Length == 0 && (target.Name is not null || http.Request.Method != "GET"))
        {
            throw StatusException.NoSuchPath();
        }
    }

    private JsonObject Existing(ApiTarget target) => store.Get(ObjectWriter.Key(target)) ?? throw StatusException.NotFound(target.Kind, target.Name!);

    private async Task WriteAsync(HttpContext http, ApiTarget target, ApiQuery query)
    {
        var options = Options(http, query);
        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted).ConfigureAwait(false)
            ?? throw StatusException.BadRequest("the request has no body");
        string type = RequestBody.MediaType(http.Request);
        var written = http.Request.Method switch
        {
            "POST" => writer.Create(target, Object(body), options),
            "PUT" => target.Subresource == "scale"
                ? writer.Patch(target, w => ScaleEndpoint.Write(target, w, Object(body)), options)
                : writer.Update(target with { Subresource = target.Subresource == "finalize" ? "" : target.Subresource }, Object(body), options),
            _ => Patch(target, type, body, options),
        };
        http.AddWarnings(options.Warnings);
        await AnswerAsync(http, target, query, written.Object, written.Created ? 201 : 200).ConfigureAwait(false);
    }

    private Written Patch(ApiTarget target, string type, JsonNode body, WriteOptions options)
    {
        if (type.StartsWith("application/apply-patch", StringComparison.Ordinal) && target.Subresource != "scale")
        {
            return options.Manager.Length > 0
                ? writer.Apply(target, Object(body), options)
                : throw StatusException.BadRequest("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }

        Func<JsonObject, JsonObject> change = type switch
        {
            "application/json-patch+json" => before => JsonPatch.Apply(before, body as JsonArray ?? throw StatusException.BadRequest("a JSON patch is a list of operations")),
            "application/merge-patch+json" => before => Object(MergePatch.Apply(before, Object(body))!),
            "application/strategic-merge-patch+json" => before => StrategicMergePatch.Apply(target.Kind.Schema, before, Object(body)),
            "application/apply-patch+yaml" => before => Object(MergePatch.Apply(before, Object(body))!),
            _ => throw RequestBody.Unsupported(type, "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml"),
        };
        return target.Subresource == "scale"
            ? writer.Patch(target, before => ScaleEndpoint.Write(target, before, change(ScaleEndpoint.View(before))), options)
            : writer.Patch(target, change, options);
    }

    private async Task DeleteAsync(HttpContext http, ApiTarget target, ApiQuery query)
    {
        var body = (await RequestBody.ReadAsync(http.Request, http.RequestAborted).ConfigureAwait(false) as JsonObject) ?? [];
        if (query.Number("gracePeriodSeconds") is { } grace)
        {
            body["gracePeriodSeconds"] = grace;
        }

        if (query.Text("propagationPolicy") is { } policy)
        {
            body["propagationPolicy"] = policy;
        }

        bool dryRun = query.DryRun || (body["dryRun"] as JsonArray)?.Count > 0;
        if (target.Name is not null)
        {
            var left = deleter.Delete(target, body, dryRun);
            await http.WriteJsonAsync(200, left).ConfigureAwait(false);
            return;
        }

        var page = ObjectLister.List(store, target, query);
        foreach (var item in page.Items)
        {
            try
            {
                deleter.Delete(target with { Namespace = item.Namespace(), Name = item.Name() }, body, dryRun);
            }
            catch (StatusException e) when (e.Code == 404)
            {
                // Someone else deleted it meanwhile, which is what was asked for.
            }
        }

        await http.WriteJsonAsync(200, ListOf(target.Kind, page)).ConfigureAwait(false);
    }

    private async Task ListAsync(HttpContext http, ApiTarget target, ApiQuery query)
    {
        var page = ObjectLister.List(store, target, query);
        JsonObject document = Form(http) switch
        {
            "Table" => TableView.Of(target.Kind, page.Items, query.Text("includeObject"), time.GetUtcNow()),
            "PartialObjectMetadataList" => new JsonObject
            {
                ["kind"] = "PartialObjectMetadataList",
                ["apiVersion"] = "meta.k8s.io/v1",
                ["items"] = new JsonArray([.. page.Items.Select(TableView.PartialMetadata)]),
            },
            _ => ListOf(target.Kind, page),
        };
        document["metadata"] = PageMetadata(page);
        await http.WriteJsonAsync(200, document).ConfigureAwait(false);
    }

    private async Task WatchAsync(HttpContext http, ApiTarget target, ApiQuery query, CancellationToken stopping)
    {
        var feed = new WatchFeed(store, target, query, time);
        using var watch = feed.Subscribe();
        using var timeout = new CancellationTokenSource(query.Number("timeoutSeconds") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : LongestWatch, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping, timeout.Token);
        http.Response.ContentType = "application/json";
        await http.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
        string form = Form(http);
        bool first = true;
        await foreach (var line in feed.Lines(watch, end.Token).ConfigureAwait(false))
        {
            var value = (form, line.Type) switch
            {
                ("Table", "BOOKMARK") => Bookmark(line.Object),
                ("Table", _) => TableView.Of(target.Kind, [line.Object], query.Text("includeObject"), time.GetUtcNow(), columns: first),
                ("PartialObjectMetadataList" or "PartialObjectMetadata", _) => TableView.PartialMetadata(line.Object),
                _ => line.Object.DeepClone(),
            };
            first &= line.Type == "BOOKMARK";
            byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["type"] = line.Type, ["object"] = value });
            await http.Response.Body.WriteAsync(bytes, end.Token).ConfigureAwait(false);
            await http.Response.Body.WriteAsync(LineEnd, end.Token).ConfigureAwait(false);
            await http.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext http, ApiTarget target, ApiQuery query, JsonObject value, int code)
    {
        JsonNode document = (target.Subresource, Form(http)) switch
        {
            ("scale", _) => ScaleEndpoint.View(value),
            (_, "Table") => TableView.Of(target.Kind, [value], query.Text("includeObject"), time.GetUtcNow()),
            (_, "PartialObjectMetadata") => TableView.PartialMetadata(value),
            _ => value,
        };
        await http.WriteJsonAsync(code, document).ConfigureAwait(false);
    }

    private static JsonObject Bookmark(JsonObject bookmark) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = bookmark["metadata"]?.DeepClone(),
        ["columnDefinitions"] = new JsonArray(),
        ["rows"] = new JsonArray(),
    };

    private static JsonObject ListOf(ResourceKind kind, ObjectPage page) => new()
    {
        ["kind"] = kind.Kind + "List",
        ["apiVersion"] = kind.ApiVersion,
        ["metadata"] = PageMetadata(page),
        ["items"] = new JsonArray([.. page.Items.Select(i => i.DeepClone())]),
    };

    private static JsonObject PageMetadata(ObjectPage page)
    {
        var metadata = new JsonObject { ["resourceVersion"] = page.Revision.ToString(CultureInfo.InvariantCulture) };
        if (page.Continue is { } token)
        {
            metadata["continue"] = token;
            metadata["remainingItemCount"] = page.Remaining;
        }

        return metadata;
    }

    /// <summary>The form of the answer that the client prefers: <c>Table</c>, <c>PartialObjectMetadata(List)</c> or plain (empty).</summary>
    private static string Form(HttpContext http)
    {
        string accept = http.Request.Headers.Accept.ToString();
        if (accept.Length == 0)
        {
            return "";
        }

        foreach (string entry in accept.Split(','))
        {
            string[] parts = entry.Split(';', StringSplitOptions.TrimEntries);
            string form = parts.FirstOrDefault(p => p.StartsWith("as=", StringComparison.Ordinal))?[3..] ?? "";
            if (parts[0] is "application/json" or "*/*" or "application/*" && (form.Length == 0 || parts.Contains("v=v1")))
            {
                return form;
            }
        }

        throw new StatusException(406, "NotAcceptable", "only the following media types are accepted: application/json, application/json;as=Table;v=v1;g=meta.k8s.io");
    }

    private static WriteOptions Options(HttpContext http, ApiQuery query)
    {
        bool apply = RequestBody.MediaType(http.Request).StartsWith("application/apply-patch", StringComparison.Ordinal);
        string agent = http.Request.Headers.UserAgent.ToString().Split('/')[0];
        return new WriteOptions
        {
            Manager = query.Text("fieldManager") ?? (apply ? "" : agent.Length > 0 ? agent : "unknown"),
            DryRun = query.DryRun,
            Force = query.Flag("force"),
            Validation = query.Text("fieldValidation") switch
            {
                "Strict" => FieldValidation.Strict,
                "Ignore" => FieldValidation.Ignore,
                null or "Warn" => FieldValidation.Warn,
                var other => throw StatusException.BadRequest($"invalid query parameter fieldValidation={other}: Ignore, Warn or Strict"),
            },
        };
    }

    private static JsonObject Object(JsonNode body) => body as JsonObject ?? throw StatusException.BadRequest("the request's body must be an object");
}

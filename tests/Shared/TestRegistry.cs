using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Tests.Shared;

/// <summary>As much of a registry as evidence needs, in memory, so that a test can damage what it holds.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestRegistry(WebApplication application) => _application = application;

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    public ConcurrentDictionary<string, OciDocument> Manifests { get; } = new();

    /// <summary>Digests by repository and tag.</summary>
    public ConcurrentDictionary<(string Repository, string Tag), string> Tags { get; } = new();

    public int Writes { get; private set; }

    public int Reads { get; private set; }

    /// <summary>Answers of writes, when it takes none.</summary>
    public int? Refusal { get; set; }

    public ImageReference Repository => RepositoryOf("shop");

    public ImageReference RepositoryOf(string service) => new($"127.0.0.1:{new Uri(_application.Urls.First()).Port}", $"pcbench/{service}");

    public static async Task<TestRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var registry = new TestRegistry(builder.Build());
        registry._application.Run(registry.AnswerAsync);
        await registry._application.StartAsync();
        return registry;
    }

    public Task StopAsync() => _application.StopAsync();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/');
        var (kind, name) = (path[^2], path[^1]);
        var repository = string.Join('/', path.Skip(2).Take(2));
        Writes += HttpMethods.IsPut(context.Request.Method) ? 1 : 0;
        Reads += HttpMethods.IsGet(context.Request.Method) ? 1 : 0;
        switch (context.Request.Method, kind)
        {
            case ("POST" or "PUT", _) when Refusal is { } status:
                context.Response.StatusCode = status;
                return;
            case ("POST", _):
                context.Response.Headers.Location = $"/v2/{repository}/blobs/uploads/{Guid.NewGuid():n}";
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                return;
            case ("PUT", "uploads"):
                Blobs[context.Request.Query["digest"]!] = await BodyAsync(context);
                context.Response.StatusCode = StatusCodes.Status201Created;
                return;
            case ("PUT", "manifests"):
                var stored = new OciDocument(context.Request.ContentType!, await BodyAsync(context));
                Manifests[stored.Digest.ToString()] = stored;
                if (!Digest.TryParse(name, out _))
                {
                    Tags[(repository, name)] = stored.Digest.ToString();
                }

                context.Response.Headers["OCI-Subject"] = "yes";
                context.Response.StatusCode = StatusCodes.Status201Created;
                return;
            case (_, "referrers"):
                var found = Manifests.Where(entry => Referrers.SubjectOf(entry.Value)?.Subject == Digest.Parse(name))
                    .Select(entry => Referrers.SubjectOf(entry.Value)!.Value.Descriptor with { Digest = Digest.Parse(entry.Key) });
                await SendAsync(context, new ImageIndex { Manifests = [.. found] }.ToDocument());
                return;
            case (_, "tags"):
                await context.Response.WriteAsJsonAsync(new { name = repository, tags = Tags.Keys.Where(tag => tag.Repository == repository).Select(tag => tag.Tag) });
                return;
            case (_, "manifests") when Manifests.TryGetValue(Tags.GetValueOrDefault((repository, name), name), out var manifest):
                await SendAsync(context, manifest);
                return;
            case (_, "blobs") when Blobs.TryGetValue(name, out var blob):
                await SendAsync(context, new OciDocument("application/octet-stream", blob));
                return;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
        }
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private static async Task SendAsync(HttpContext context, OciDocument document)
    {
        context.Response.ContentType = document.MediaType;
        context.Response.ContentLength = document.Bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(document.Bytes);
        }
    }
}

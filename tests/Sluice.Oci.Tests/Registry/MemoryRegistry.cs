using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Sluice.Oci.Tests.Registry;

/// <summary>
/// A registry in memory on a free loopback port: blobs, uploads in chunks, mounts, manifests with conditional writes, no
/// referrers API. A test's <see cref="Fault"/> sees every request first.
/// </summary>
internal sealed partial class MemoryRegistry : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new();
    private readonly ConcurrentDictionary<string, (string Type, byte[] Bytes)> _manifests = new();
    private readonly ConcurrentDictionary<string, MemoryStream> _uploads = new();
    private readonly Lock _gate = new();
    private FaultServer _server = null!;

    /// <summary>Answers a request in the registry's place; <see langword="false"/> to leave it to the registry.</summary>
    public Func<HttpContext, Task<bool>> Fault { get; set; } = _ => Task.FromResult(false);

    /// <summary>Whether If-Match and If-None-Match count.</summary>
    public bool HonoursConditions { get; set; } = true;

    public List<string> Requests => _server.Requests;

    public string Host => _server.Host;

    public ImageReference Repository => _server.Repository;

    public static async Task<MemoryRegistry> StartAsync()
    {
        var registry = new MemoryRegistry();
        registry._server = await FaultServer.StartAsync((http, _) => registry.AnswerAsync(http));
        return registry;
    }

    public bool Has(string repository, Digest blob) => _blobs.ContainsKey($"{repository} {blob}");

    public byte[]? Manifest(string repository, string name) => _manifests.TryGetValue($"{repository} {name}", out var found) ? found.Bytes : null;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (await Fault(http) || http.Request.Path == "/v2/")
        {
            return;
        }

        var match = Route().Match(http.Request.Path);
        var (repository, kind, name) = (match.Groups["repository"].Value, match.Groups["kind"].Value, match.Groups["name"].Value);
        http.Response.StatusCode = (http.Request.Method, kind) switch
        {
            ("GET" or "HEAD", "blobs") => await SendAsync(http, _blobs.GetValueOrDefault($"{repository} {name}"), "application/octet-stream"),
            ("GET" or "HEAD", "manifests") when _manifests.TryGetValue($"{repository} {name}", out var found) => await SendAsync(http, found.Bytes, found.Type),
            ("PUT", "manifests") => await StoreManifestAsync(http, repository, name),
            ("POST", "blobs/uploads") => Begin(http, repository),
            (_, "blobs/uploads") when _uploads.TryGetValue(name, out var upload) => await UploadAsync(http, repository, name, upload),
            _ => 404,
        };
    }

    private static async Task<int> SendAsync(HttpContext http, byte[]? bytes, string type)
    {
        if (bytes is null)
        {
            return 404;
        }

        var from = http.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
        http.Response.StatusCode = from > 0 ? 206 : 200;
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length - from;
        http.Response.Headers["Docker-Content-Digest"] = Digest.Compute(bytes).ToString();
        http.Response.Headers.ETag = $"\"{Digest.Compute(bytes)}\"";
        if (from > 0)
        {
            http.Response.Headers.ContentRange = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }

        if (http.Request.Method == "GET")
        {
            await http.Response.Body.WriteAsync(bytes.AsMemory((int)from));
        }

        return http.Response.StatusCode;
    }

    private async Task<int> StoreManifestAsync(HttpContext http, string repository, string name)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes);
        lock (_gate)
        {
            var present = Manifest(repository, name) is { } before ? $"\"{Digest.Compute(before)}\"" : null;
            var (match, noneMatch) = (http.Request.Headers.IfMatch.ToString(), http.Request.Headers.IfNoneMatch.ToString());
            if (HonoursConditions && ((match.Length > 0 && match != present) || (noneMatch == "*" && present is not null)))
            {
                return 412;
            }

            var digest = Digest.Compute(bytes.ToArray()).ToString();
            _manifests[$"{repository} {name}"] = _manifests[$"{repository} {digest}"] = (http.Request.ContentType ?? "", bytes.ToArray());
            http.Response.Headers["Docker-Content-Digest"] = digest;
            return 201;
        }
    }

    private int Begin(HttpContext http, string repository)
    {
        var mount = http.Request.Query["mount"].ToString();
        if (mount.Length > 0 && _blobs.TryGetValue($"{http.Request.Query["from"]} {mount}", out var bytes))
        {
            _blobs[$"{repository} {mount}"] = bytes;
            return 201;
        }

        var id = Guid.NewGuid().ToString("N");
        _uploads[id] = new MemoryStream();
        http.Response.Headers.Location = $"/v2/{repository}/blobs/uploads/{id}?state=x";
        return 202;
    }

    private async Task<int> UploadAsync(HttpContext http, string repository, string id, MemoryStream upload)
    {
        var start = http.Request.Headers.ContentRange.ToString().Split('-')[0];
        if (start.Length > 0 && start != upload.Length.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            return 416;
        }

        await http.Request.Body.CopyToAsync(upload);
        http.Response.Headers.Location = $"/v2/{repository}/blobs/uploads/{id}?state=x";
        http.Response.Headers.Range = $"0-{Math.Max(0, upload.Length - 1)}";
        if (http.Request.Method != "PUT")
        {
            return http.Request.Method == "GET" ? 204 : 202;
        }

        _uploads.TryRemove(id, out _);
        var digest = Digest.Compute(upload.ToArray()).ToString();
        if (digest != http.Request.Query["digest"])
        {
            return 400;
        }

        _blobs[$"{repository} {digest}"] = upload.ToArray();
        http.Response.Headers["Docker-Content-Digest"] = digest;
        return 201;
    }

    [GeneratedRegex("^/v2/(?<repository>.+?)/(?<kind>blobs/uploads|blobs|manifests|referrers)/(?<name>.*)$")]
    private static partial Regex Route();
}

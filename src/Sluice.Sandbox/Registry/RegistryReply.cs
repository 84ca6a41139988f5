using System.Text.Json;
using Sluice.Oci;

namespace Sluice.Sandbox.Registry;

/// <summary>Answers in the form of the distribution specification.</summary>
internal static class RegistryReply
{
    public const string DigestHeader = "Docker-Content-Digest";

    /// <summary>A refusal with the specification's error body.</summary>
    public static Task RefuseAsync(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return Task.CompletedTask;
        }

        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("errors");
            json.WriteStartObject();
            json.WriteString("code", code);
            json.WriteString("message", message);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return http.Response.Body.WriteAsync(body.ToArray(), http.RequestAborted).AsTask();
    }

    public static Task NoBlobAsync(HttpContext http) => RefuseAsync(http, StatusCodes.Status404NotFound, "BLOB_UNKNOWN", "the repository has no such blob");

    public static Task NoManifestAsync(HttpContext http) => RefuseAsync(http, StatusCodes.Status404NotFound, "MANIFEST_UNKNOWN", "the repository has no such manifest");

    public static Task NoUploadAsync(HttpContext http) => RefuseAsync(http, StatusCodes.Status404NotFound, "BLOB_UPLOAD_UNKNOWN", "there is no such upload; begin a new one");

    public static Task BadDigestAsync(HttpContext http, string message) => RefuseAsync(http, StatusCodes.Status400BadRequest, "DIGEST_INVALID", message);

    public static Task NotAllowedAsync(HttpContext http)
        => RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "UNSUPPORTED", $"{http.Request.Method} is not possible here");

    public static void Stored(HttpContext http, string location, Digest digest)
    {
        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.Headers.Location = location;
        http.Response.Headers[DigestHeader] = digest.ToString();
    }

    /// <summary>The state of an upload: where it goes on and how much is there.</summary>
    public static void Upload(HttpContext http, int status, string repository, string id, long length)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.Location = $"/v2/{repository}/blobs/uploads/{id}";
        http.Response.Headers["Docker-Upload-UUID"] = id;
        http.Response.Headers.Range = $"0-{Math.Max(0, length - 1)}";
    }
}

namespace Sluice.Sandbox.Registry;

/// <summary>Sends each request to the handler of what it names; turns a full disk into an answer.</summary>
internal sealed class RegistryRouter(RegistryStore store, Serilog.ILogger log)
{
    private const int NoSpaceLeft = 28;
    private readonly BlobHandler _blobs = new(store);
    private readonly UploadHandler _uploads = new(store);
    private readonly ManifestHandler _manifests = new(store);
    private readonly ListingHandler _listings = new(store);

    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        try
        {
            await RouteAsync(http).ConfigureAwait(false);
        }
        catch (Exception exception) when (http.RequestAborted.IsCancellationRequested || exception is BadHttpRequestException)
        {
            http.Abort();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Error(exception, "registry: {Method} {Path} failed", http.Request.Method, http.Request.Path.Value);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            var full = exception.HResult == NoSpaceLeft;
            await RegistryReply.RefuseAsync(
                http,
                full ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status500InternalServerError,
                full ? "INSUFFICIENT_STORAGE" : "UNKNOWN",
                full ? "the disk of the sandbox's registry is full" : exception.Message).ConfigureAwait(false);
        }
    }

    private Task RouteAsync(HttpContext http)
    {
        if (RegistryRoute.Parse(http.Request.Path.Value ?? "") is not { } route)
        {
            return RegistryReply.RefuseAsync(http, StatusCodes.Status404NotFound, "UNSUPPORTED", "there is nothing at this path");
        }

        if (!route.HasValidName)
        {
            return RegistryReply.RefuseAsync(
                http, StatusCodes.Status400BadRequest, "NAME_INVALID", "a repository is lower-case letters and digits, parted by one of . _ __ - and /");
        }

        return route.Resource switch
        {
            RegistryResource.Base => Task.CompletedTask,
            RegistryResource.Blob => _blobs.HandleAsync(http, route),
            RegistryResource.Uploads or RegistryResource.Upload => _uploads.HandleAsync(http, route),
            RegistryResource.Manifest => _manifests.HandleAsync(http, route),
            RegistryResource.Tags => _listings.TagsAsync(http, route),
            _ => _listings.ReferrersAsync(http, route),
        };
    }
}

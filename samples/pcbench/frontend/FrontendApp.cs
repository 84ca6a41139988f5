using System.Text.Json.Serialization;
using PcBench.ServiceDefaults;
using PcBench.ServiceDefaults.Faults;
using PcBench.ServiceDefaults.Http;
using PcBench.ServiceDefaults.Settings;

namespace PcBench.Frontend;

/// <summary>Serves the page, and forwards what it asks under <c>/api</c> to backend. nginx.conf says the same for nginx.</summary>
public static class FrontendApp
{
    // Longer than backend waits for ml-service, so that its reason arrives and not our time-out.
    private static readonly TimeSpan BackendTimeout = TimeSpan.FromSeconds(5);

    public static ServiceDefinition Define(EnvironmentReader environment)
    {
        var backend = environment.Url("BACKEND_URL", "http://backend:8080");
        return new ServiceDefinition(
            "frontend",
            builder => builder.Services
                .ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, FrontendJson.Default))
                .AddSingleton(services => new Upstream("backend", backend, BackendTimeout, services.GetRequiredService<TimeProvider>())),
            app =>
            {
                app.UseDefaultFiles();
                app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = ForbidCaching });
                app.MapGet("/about", (ServiceIdentity identity) => identity);
                app.MapGet("/api/{**path}", ForwardAsync).AsApi();
            });
    }

    // The server's ETag is made of a file's time and length, and files of an image all have the same time: an edit that
    // keeps the length would never be seen.
    private static void ForbidCaching(Microsoft.AspNetCore.StaticFiles.StaticFileResponseContext file) =>
        file.Context.Response.Headers.CacheControl = "no-store";

    private static async Task ForwardAsync(HttpContext context, Upstream backend)
    {
        var outcome = await backend.GetAsync(context.Request.Path + context.Request.QueryString.Value, context.RequestAborted);
        if (outcome is not UpstreamOutcome.Answered answer)
        {
            var reason = ((UpstreamOutcome.Unreachable)outcome).Reason;
            await Problem.WriteAsync(context, StatusCodes.Status502BadGateway, "No answer from backend", reason);
            return;
        }

        using (answer)
        {
            context.Response.StatusCode = (int)answer.Response.StatusCode;
            context.Response.ContentType = answer.Response.Content.Headers.ContentType?.ToString();
            await answer.Response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ServiceIdentity))]
internal sealed partial class FrontendJson : JsonSerializerContext;

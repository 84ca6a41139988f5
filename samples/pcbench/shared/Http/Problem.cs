using System.Diagnostics;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PcBench.ServiceDefaults.Http;

/// <summary>The answer to a request that failed (RFC 9457), with where and in which trace.</summary>
public sealed record Problem(string Title, int Status, string Detail, string Service, string Revision, string? TraceId)
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        var identity = context.RequestServices.GetRequiredService<ServiceIdentity>();
        var problem = new Problem(title, status, detail, identity.Service, identity.Revision, Activity.Current?.TraceId.ToHexString());
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(problem, ProblemJson.Default.Problem, "application/problem+json", context.RequestAborted);
    }

    /// <summary>The same as the result of an endpoint.</summary>
    public static IResult Result(int status, string title, string detail) => new ProblemResult(status, title, detail);

    private sealed record ProblemResult(int Status, string Title, string Detail) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, Status, Title, Detail);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;

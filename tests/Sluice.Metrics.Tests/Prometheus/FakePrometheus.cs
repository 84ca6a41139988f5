using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Sluice.Metrics.Tests.Prometheus;

/// <summary>A server on a free loopback port that answers queries as it is told.</summary>
internal sealed class FakePrometheus : IAsyncDisposable
{
    public const string Empty = """{"status":"success","data":{"resultType":"matrix","result":[]}}""";

    private readonly WebApplication _app;

    private FakePrometheus(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public static Task<FakePrometheus> AnsweringAsync(string json, int status = 200) => StartAsync(http => WriteAsync(http, json, status));

    public static async Task<FakePrometheus> StartAsync(RequestDelegate handler, X509Certificate2? certificate = null, bool asksForCertificate = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate, https =>
                {
                    https.ClientCertificateMode = asksForCertificate ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
                    https.ClientCertificateValidation = (_, _, _) => true;
                });
            }
        }));
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        return new FakePrometheus(app);
    }

    public static async Task WriteAsync(HttpContext http, string json, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(json);
    }

    public static async Task<string> QueryOfAsync(HttpContext http) =>
        http.Request.Method == "POST" ? (await http.Request.ReadFormAsync())["query"].ToString() : http.Request.Query["query"].ToString();

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }
}

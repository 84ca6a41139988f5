using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PcBench.ServiceDefaults.Faults;
using PcBench.ServiceDefaults.Health;
using PcBench.ServiceDefaults.Http;
using PcBench.ServiceDefaults.Logging;
using PcBench.ServiceDefaults.Metrics;
using PcBench.ServiceDefaults.Settings;

namespace PcBench.ServiceDefaults;

/// <summary>The web application that every service is: health, metrics, logs and faults around its own endpoints.</summary>
internal static class ServiceApplication
{
    // Together with the delay well below the 30 s after which Kubernetes kills.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(15);

    public static WebApplication Build(
        string[] args, ServiceDefinition definition, ServiceIdentity identity, ServiceSettings settings, JsonLogs logs, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            // Nothing is configured by file, so no file is watched: a watch per process soon meets the system's limit.
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],

            // Found from any working directory.
            ContentRootPath = AppContext.BaseDirectory,
        });
        if (builder.Configuration["URLS"] is null && builder.Configuration["HTTP_PORTS"] is null)
        {
            builder.WebHost.UseUrls("http://*:8080");
        }

        builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.ShutdownDelay + DrainLimit);
        builder.Services
            .AddSingleton(clock)
            .AddSingleton(identity)
            .AddSingleton(settings)
            .AddSingleton(settings.Faults)
            .AddSingleton(Random.Shared)
            .AddSingleton(new Readiness(settings.Faults.SlowStart, clock))
            .AddSingleton<ServiceMetrics>()
            .AddSingleton<IdentityHeaders>()
            .AddSingleton<RequestRecorder>()
            .AddSingleton<FaultInjector>()
            .AddHostedService<ShutdownDelay>();
        definition.AddServices(builder);

        var app = builder.Build();
        Arrange(app, definition);
        return app;
    }

    private static void Arrange(WebApplication app, ServiceDefinition definition)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        app.Lifetime.ApplicationStopping.Register(readiness.Stop);

        app.Use(app.Services.GetRequiredService<IdentityHeaders>().InvokeAsync);
        app.UseRouting();
        app.Use(app.Services.GetRequiredService<RequestRecorder>().InvokeAsync);
        app.Use(app.Services.GetRequiredService<FaultInjector>().InvokeAsync);

        // Answered at once by routing, before they could be counted or made to fail.
        app.MapGet("/healthz", () => "alive").ShortCircuit();
        app.MapGet("/readyz", () => readiness.Obstacle() is { } obstacle
            ? Results.Text($"not ready: {obstacle}", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ready")).ShortCircuit();
        app.MapGet("/metrics", (ServiceMetrics metrics) => Results.Text(metrics.Expose(), ExpositionText.ContentType)).ShortCircuit();
        definition.Map(app);
    }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Writing;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Api;

/// <summary>Where and as whom the API server listens.</summary>
/// <param name="Address">To listen on.</param>
/// <param name="Port">0 picks a free one.</param>
/// <param name="Certificate">With private key and chain to the sandbox's CA; <see langword="null"/> speaks plain HTTP (in-process tests).</param>
/// <param name="Token">What clients must bear.</param>
internal sealed record ApiServerOptions(IPAddress Address, int Port, X509Certificate2? Certificate, string Token);

/// <summary>The Kubernetes API over HTTP.</summary>
internal sealed class ApiServer(IObjectStore store, AddressBlock addresses, ApiServerOptions options, TimeProvider time, Serilog.ILogger log, IPodLogs? podLogs) : ISandboxPart, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ProxyEndpoint _proxy = new(store);
    private WebApplication? _web;

    public string Name => "api";

    /// <summary>Where it listens, once started.</summary>
    public Uri Url => new(_web!.Urls.First());

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = null;
            kestrel.Listen(options.Address, options.Port, listen =>
            {
                listen.Protocols = options.Certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                if (options.Certificate is { } certificate)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        _web = builder.Build();

        var writer = new ObjectWriter(store, new ClusterIpAllocator(store, addresses), time);
        var router = new ApiRouter(
            new ResourceEndpoint(store, writer, new ObjectDeleter(store), time),
            new LogEndpoint(store, podLogs, time), _proxy, options.Token, log, _stopping.Token);
        _web.Run(router.HandleAsync);
        try
        {
            await _web.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new SandboxStartException($"the API server cannot listen on {options.Address}:{options.Port}: {e.Message}", e);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_web is { } web)
        {
            await web.StopAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _stopping.Dispose();
        (_web as IDisposable)?.Dispose();
    }
}

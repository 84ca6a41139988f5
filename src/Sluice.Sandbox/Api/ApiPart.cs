using Sluice.Sandbox.Hosting;

namespace Sluice.Sandbox.Api;

/// <summary>The API server on the control address, and the kubeconfig that leads to it.</summary>
internal sealed class ApiPart(SandboxContext context, SandboxKeys keys, IPodLogs? podLogs) : ISandboxPart, IDisposable
{
    private readonly ApiServer _server = new(
        context.Store, context.Addresses,
        new ApiServerOptions(context.Addresses.ControlAddress, AddressBlock.ApiPort, keys.Server, keys.Token),
        context.Time, context.Log, podLogs);

    public string Name => "api";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _server.StartAsync(cancellationToken).ConfigureAwait(false);
        SandboxFiles.WriteWhole(new SandboxFiles(context.Home).Kubeconfig, Kubeconfig.Text(_server.Url, keys.CaPem, keys.Token));
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public void Dispose()
    {
        _server.Dispose();
        keys.Server.Dispose();
    }
}

using Sluice.Sandbox.Hosting;

namespace Sluice.Sandbox.Registry;

/// <summary>The registry as a part of the sandbox: on the control address, under <c>&lt;home&gt;/registry</c>.</summary>
internal sealed class RegistryPart(SandboxContext context) : ISandboxPart, IAsyncDisposable
{
    private readonly RegistryServer _server = new(
        Path.Combine(context.Home, "registry"), context.Addresses.ControlAddress, AddressBlock.RegistryPort, context.Time, context.Log);

    public string Name => "registry";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _server.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SandboxStartException(
                $"The registry cannot start on {context.Addresses.ControlAddress}:{AddressBlock.RegistryPort} with {context.Home}/registry: {exception.Message} "
                + "Free the port or make room, then type: ./build.sh SandboxUp",
                exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

namespace Sluice.Sandbox.Hosting;

/// <summary>
/// A part of the sandbox that runs for as long as it does: the API server, a controller, the kubelet, the proxy, the registry.
/// Parts are started in the order of <see cref="SandboxParts"/> and stopped in reverse.
/// </summary>
internal interface ISandboxPart
{
    /// <summary>For the log: <c>api</c>, <c>kubelet</c>, ….</summary>
    string Name { get; }

    /// <summary>Returns when the part listens (or its loops run); what it starts lives until <see cref="StopAsync"/>.</summary>
    /// <exception cref="SandboxStartException">It cannot start, with what the user can do.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Ends everything the part started. <paramref name="cancellationToken"/> fires when patience is over (about 5 s for all parts together).</summary>
    Task StopAsync(CancellationToken cancellationToken);
}

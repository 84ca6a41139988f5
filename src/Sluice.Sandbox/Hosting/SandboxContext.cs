using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Hosting;

/// <summary>What every part is given.</summary>
internal sealed record SandboxContext
{
    /// <summary>The sandbox's folder, absolute. Parts keep their files in a folder of their own below it.</summary>
    public required string Home { get; init; }

    public required AddressBlock Addresses { get; init; }

    public required IObjectStore Store { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Writes to <c>sandbox.log</c> in the home. Never secrets.</summary>
    public required Serilog.ILogger Log { get; init; }
}

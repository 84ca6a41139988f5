using System.Net;

namespace Sluice.Sandbox.Hosting;

/// <summary>
/// The loopback addresses of one sandbox: pods in 127.77.(16k).0/20, ClusterIPs in 127.78.(16k).0/20.
/// The first pod address is the control address (API server, registry, ingress), never a pod's.
/// </summary>
/// <param name="Index">k, 0 to 15.</param>
internal sealed record AddressBlock(int Index)
{
    /// <summary>How many blocks a machine has.</summary>
    public const int Count = 16;

    /// <summary>Addresses in each /20, the network and broadcast ones included.</summary>
    public const int Size = 4096;

    /// <summary>Port of the API server on the control address.</summary>
    public const int ApiPort = 6443;

    /// <summary>Port of the registry on the control address.</summary>
    public const int RegistryPort = 5000;

    /// <summary>Port for the requests to Ingresses and HTTPRoutes on the control address.</summary>
    public const int IngressPort = 7080;

    /// <summary>Port of the proxies' counters on the control address; ingress-nginx has its own there.</summary>
    public const int CountersPort = 10254;

    public IPAddress ControlAddress => Pod(1);

    /// <summary>The ClusterIP of <c>default/kubernetes</c>, never another service's.</summary>
    public IPAddress KubernetesServiceAddress => Service(1);

    /// <summary>The address of a pod.</summary>
    /// <param name="offset">1 (the control address) to 4094.</param>
    public IPAddress Pod(int offset) => Address(77, offset);

    /// <summary>A ClusterIP.</summary>
    /// <param name="offset">1 (<c>default/kubernetes</c>) to 4094.</param>
    public IPAddress Service(int offset) => Address(78, offset);

    private IPAddress Address(byte second, int offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Size - 2);
        return new IPAddress([127, second, (byte)((Index * 16) + (offset >> 8)), (byte)offset]);
    }
}

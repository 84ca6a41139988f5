using Sluice.Sandbox.Api;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Kubelet;
using Sluice.Sandbox.Proxy;
using Sluice.Sandbox.Proxy.Counting;
using Sluice.Sandbox.Proxy.WaysIn;
using Sluice.Sandbox.Registry;

namespace Sluice.Sandbox.Hosting;

/// <summary>What a sandbox consists of, in the order of starting. The API server comes last: who reaches it finds the rest at work.</summary>
internal static class SandboxParts
{
    public static IReadOnlyList<ISandboxPart> Compose(SandboxContext context, SandboxKeys keys)
    {
        var traffic = new Traffic();
        var parts = new List<ISandboxPart>
        {
            new RegistryPart(context),
            new ControllersPart(context),
            new KubeletPart(context),
            new ServiceProxyPart(context, traffic),
            new EgressProxyPart(context, traffic),
            new IngressPart(context, traffic, AddressBlock.IngressPort, AddressBlock.CountersPort),
        };
        parts.Add(new ApiPart(context, keys, parts.OfType<IPodLogs>().FirstOrDefault()));
        return parts;
    }
}

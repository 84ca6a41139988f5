using Sluice.Sandbox.Api;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Kubelet;
using Sluice.Sandbox.Proxy;
using Sluice.Sandbox.Registry;

namespace Sluice.Sandbox.Hosting;

/// <summary>What a sandbox consists of, in the order of starting. The API server comes last: who reaches it finds the rest at work.</summary>
internal static class SandboxParts
{
    public static IReadOnlyList<ISandboxPart> Compose(SandboxContext context, SandboxKeys keys)
    {
        var parts = new List<ISandboxPart>
        {
            new RegistryPart(context),
            new ControllersPart(context),
            new KubeletPart(context),
            new ServiceProxyPart(context),
            new EgressProxyPart(context),
        };
        parts.Add(new ApiPart(context, keys, parts.OfType<IPodLogs>().FirstOrDefault()));
        return parts;
    }
}

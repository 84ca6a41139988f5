using System.Net;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Objects;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>Gives services their ClusterIP.</summary>
internal interface IClusterIpAllocator
{
    /// <summary>A free address of the block, as text; <see langword="null"/> when all are taken.</summary>
    string? Next();

    /// <summary>Why an address that a manifest names cannot be given; <see langword="null"/> when it can.</summary>
    string? Refuse(string address);
}

/// <summary>Finds free addresses by looking at the services there are; so what the store remembers is never given twice.</summary>
internal sealed class ClusterIpAllocator(IObjectStore store, AddressBlock block) : IClusterIpAllocator
{
    public string? Next()
    {
        var taken = Taken();
        for (int i = 2; i < AddressBlock.Size - 1; i++)
        {
            string address = block.Service(i).ToString();
            if (!taken.Contains(address))
            {
                return address;
            }
        }

        return null;
    }

    public string? Refuse(string address)
    {
        byte[]? bytes = IPAddress.TryParse(address, out var parsed) ? parsed.GetAddressBytes() : null;
        byte[] first = block.Service(1).GetAddressBytes();
        if (bytes is not { Length: 4 } || bytes[0] != first[0] || bytes[1] != first[1] || bytes[2] >> 4 != first[2] >> 4)
        {
            return $"the provided IP ({address}) is not in the valid range. The range of valid IPs is {first[0]}.{first[1]}.{first[2]}.0/20";
        }

        return Taken().Contains(address) ? $"failed to allocate IP {address}: provided IP is already allocated" : null;
    }

    /// <summary>Gives a service that needs one its address; called under the lock that service writes share.</summary>
    public static void Assign(IClusterIpAllocator allocator, JsonObject service, JsonObject? before, Catalog.ResourceKind kind)
    {
        if (service["spec"] is not JsonObject spec || spec.Text("type") == "ExternalName")
        {
            return;
        }

        string asked = spec.Text("clusterIP");
        string had = before.Text("spec", "clusterIP");
        if (asked.Length == 0)
        {
            asked = had.Length > 0 ? had : allocator.Next() ?? throw new StatusException(500, "InternalError", "failed to allocate a serviceIP: the range is full; delete a Service");
        }
        else if (asked != "None" && had.Length == 0 && allocator.Refuse(asked) is { } why)
        {
            throw StatusException.Invalid(kind, service.Name(), [new StatusCause("FieldValueInvalid", "spec.clusterIPs", $"Invalid value: [\"{asked}\"]: {why}")]);
        }

        spec["clusterIP"] = asked;
        spec["clusterIPs"] = new JsonArray(asked);
    }

    private HashSet<string> Taken() => [.. store.List("services", null).Items.Select(s => s.Text("spec", "clusterIP")), block.KubernetesServiceAddress.ToString()];
}

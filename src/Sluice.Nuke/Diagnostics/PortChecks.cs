using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Sluice.Manifests;

namespace Sluice.Nuke.Diagnostics;

/// <summary>Whether the sandbox can open the ports that it needs: pods and Services have loopback addresses of their own.</summary>
internal static class PortChecks
{
    /// <summary>Addresses of the last block for pods and for Services; the ones that the sandbox takes last.</summary>
    private static readonly string[] s_addresses = ["127.77.255.254", "127.78.255.254"];

    private const int FirstForEverybody = 1024;

    /// <summary>Whether pods and Services can have addresses of their own.</summary>
    public static Finding Loopback()
    {
        foreach (var address in s_addresses)
        {
            if (TryBind(address, 0) is { } problem)
            {
                return Finding.Problem("Loopback", $"{address} cannot be used: {problem.Message}", "Use Linux or WSL2 for the sandbox, or name a cluster in sluice.yaml.");
            }
        }

        return Finding.Fine("Loopback", "pods and Services can have addresses of their own (127.77.0.0/16, 127.78.0.0/16)");
    }

    /// <summary>Whether this user may open the low ports that Services of the sandbox ask for.</summary>
    /// <param name="objects">What environments of the sandbox render.</param>
    public static Finding Low(IEnumerable<ManifestObject> objects) => Low(objects, port => TryBind(s_addresses[1], port)?.SocketErrorCode != SocketError.AccessDenied);

    internal static Finding Low(IEnumerable<ManifestObject> objects, Func<int, bool> mayOpen)
    {
        var denied = objects.Where(item => item.Kind == "Service")
            .SelectMany(item => (item.Json["spec"]?["ports"] as JsonArray ?? []).Select(port => (Service: item.Name, Port: port?["port"] is JsonValue number && number.TryGetValue(out int value) ? value : 0)))
            .Where(use => use.Port is > 0 and < FirstForEverybody && !mayOpen(use.Port))
            .Distinct()
            .OrderBy(use => use.Port)
            .ToList();
        return denied.Count == 0
            ? Finding.Fine("Ports", "the sandbox may open those that Services ask for")
            : Finding.Problem(
                "Ports",
                $"this user may not open {string.Join(", ", denied.Select(use => $"port {use.Port} of Service/{use.Service}"))} in the sandbox",
                $"Allow it on this machine (sudo sysctl net.ipv4.ip_unprivileged_port_start={denied[0].Port}), or give the Services ports from {FirstForEverybody} on.");
    }

    private static SocketException? TryBind(string address, int port)
    {
        try
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.Parse(address), port));
            return null;
        }
        catch (SocketException problem)
        {
            return problem;
        }
    }
}

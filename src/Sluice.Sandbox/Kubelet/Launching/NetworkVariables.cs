using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Kubelet.Launching;

/// <summary>
/// Pods share the machine's network, so a program must listen on its pod's address alone and ask the sandbox's proxy for
/// services by name.
/// </summary>
internal static class NetworkVariables
{
    /// <summary>Port of the proxy on each pod's address.</summary>
    public const int ProxyPort = 15001;

    private static readonly string[] AnyHosts = ["+", "*", "0.0.0.0", "[::]", "localhost", "127.0.0.1"];

    public static void Set(IDictionary<string, string> variables, JsonObject container, string address)
    {
        variables["ASPNETCORE_URLS"] = Urls(variables, container, address);
        foreach (string ports in (ReadOnlySpan<string>)["ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "HTTP_PORTS", "DOTNET_URLS", "URLS"])
        {
            variables.Remove(ports);
        }

        string proxy = $"http://{address}:{ProxyPort}";
        variables["http_proxy"] = proxy;
        variables["HTTP_PROXY"] = proxy;
        variables["no_proxy"] = "localhost,127.0.0.1";
        variables["NO_PROXY"] = "localhost,127.0.0.1";
    }

    private static string Urls(IDictionary<string, string> variables, JsonObject container, string address)
    {
        if (variables.TryGetValue("ASPNETCORE_URLS", out string? urls) || variables.TryGetValue("DOTNET_URLS", out urls) || variables.TryGetValue("URLS", out urls))
        {
            return string.Join(';', urls.Split(';').Select(u => OnAddress(u, address)));
        }

        var declared = container.Objects("ports").Where(p => p.Text("protocol") is null or "TCP").Select(p => p.Int("containerPort")).OfType<int>().ToList();
        var named = variables.TryGetValue("ASPNETCORE_HTTP_PORTS", out string? ports) || variables.TryGetValue("HTTP_PORTS", out ports)
            ? ports.Split(';', ',').Select(p => int.TryParse(p, out int port) ? port : 0).Where(p => p > 0).ToList()
            : [];

        // 8080 is what .NET's own images listen on when nothing is said.
        int[] chosen = declared.Count > 0 ? [.. declared] : named.Count > 0 ? [.. named] : [8080];
        return string.Join(';', chosen.Select(p => $"http://{address}:{p}"));
    }

    private static string OnAddress(string url, string address)
    {
        int start = url.IndexOf("://", StringComparison.Ordinal);
        string? any = start < 0 ? null : AnyHosts.FirstOrDefault(h => url.AsSpan(start + 3).StartsWith(h + ":", StringComparison.Ordinal) || url[(start + 3)..] == h);
        return any is null ? url : url[..(start + 3)] + address + url[(start + 3 + any.Length)..];
    }
}

using System.Globalization;
using System.Text.Json;

namespace Sluice.Sandbox.Hosting;

/// <summary><c>sandbox.json</c>: there while the sandbox serves, for those who want to find it.</summary>
internal sealed record SandboxState
{
    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public required int Pid { get; init; }

    /// <summary>Field 22 of /proc/PID/stat: tells this process from a later one with the same number.</summary>
    public required long ProcessStart { get; init; }

    /// <summary>Which build of the sandbox runs: as its starter named it, else the module version id.</summary>
    public required string Version { get; init; }

    public required string ControlAddress { get; init; }

    public required string ApiUrl { get; init; }

    /// <summary>Host and port, as in image references.</summary>
    public required string Registry { get; init; }

    /// <summary>Serves all Ingresses and HTTPRoutes, told apart by the requests' Host.</summary>
    public required string IngressUrl { get; init; }

    /// <summary>The proxies' counters, for Prometheus.</summary>
    public required string MetricsUrl { get; init; }

    public required string Kubeconfig { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public static SandboxState Of(SandboxFiles files, AddressBlock addresses, string? build, DateTimeOffset now) => new()
    {
        Pid = Environment.ProcessId,
        ProcessStart = StartOf(Environment.ProcessId),
        Version = build ?? typeof(SandboxState).Module.ModuleVersionId.ToString("D"),
        ControlAddress = addresses.ControlAddress.ToString(),
        ApiUrl = $"https://{addresses.ControlAddress}:{AddressBlock.ApiPort}",
        Registry = $"{addresses.ControlAddress}:{AddressBlock.RegistryPort}",
        IngressUrl = $"http://{addresses.ControlAddress}:{AddressBlock.IngressPort}",
        MetricsUrl = $"http://{addresses.ControlAddress}:{AddressBlock.CountersPort}/metrics",
        Kubeconfig = files.Kubeconfig,
        StartedAt = now,
    };

    public string Text() => JsonSerializer.Serialize(this, Form) + "\n";

    private static long StartOf(int pid)
    {
        // The command's name, in parentheses, may hold spaces; fields are counted after it.
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}

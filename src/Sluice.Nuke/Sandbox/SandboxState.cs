using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Nuke.Sandbox;

/// <summary>What a running sandbox says of itself in <c>sandbox.json</c>.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="ProcessStart">Start time of that process in clock ticks since boot, so that a reused pid is not taken for it.</param>
/// <param name="Version">Which build of the sandbox runs.</param>
/// <param name="ControlAddress">Loopback address of its API server, registry and proxy.</param>
/// <param name="ApiUrl">Its Kubernetes API.</param>
/// <param name="Registry">Its registry as the host part of an image reference.</param>
/// <param name="Kubeconfig">Path of the kubeconfig that opens it.</param>
/// <param name="StartedAt">When it became ready.</param>
/// <param name="IngressUrl">Where it serves all Ingresses and HTTPRoutes, told apart by Host; a sandbox of a former build serves none.</param>
/// <param name="MetricsUrl">What its proxies count, for Prometheus; a sandbox of a former build counts nothing.</param>
public sealed record SandboxState(
    int Pid,
    long ProcessStart,
    string Version,
    string ControlAddress,
    string ApiUrl,
    string Registry,
    string Kubeconfig,
    DateTimeOffset StartedAt,
    string? IngressUrl = null,
    string? MetricsUrl = null)
{
    /// <summary>Reads the state of the sandbox in a folder, if one runs there.</summary>
    /// <returns><see langword="null"/> when there is none, or when the file was left behind by one that is gone.</returns>
    public static SandboxState? ReadRunning(string home)
    {
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(home, "sandbox.json")), SandboxStateJson.Default.SandboxState);
            return state is not null && state.IsAlive() ? state : null;
        }
        catch (Exception problem) when (problem is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the process that wrote the state still runs.</summary>
    public bool IsAlive()
    {
        try
        {
            // Fields are counted from behind the command name, which may itself hold blanks and parentheses.
            var stat = File.ReadAllText($"/proc/{Pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] != "Z" && long.Parse(fields[19], CultureInfo.InvariantCulture) == ProcessStart;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SandboxState))]
internal sealed partial class SandboxStateJson : JsonSerializerContext;

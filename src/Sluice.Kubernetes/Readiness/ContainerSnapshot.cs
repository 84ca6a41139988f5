using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness;

/// <summary>What the rules look at in a container.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Init">Whether it runs before the others.</param>
/// <param name="Ready">Whether its readiness probe passes.</param>
/// <param name="Running">Whether its process runs.</param>
/// <param name="Waiting">Reason for not being started, or null.</param>
/// <param name="Message">The message beside that reason.</param>
/// <param name="Terminated">How it ended, if it is not running.</param>
/// <param name="Last">How it ended before the current start.</param>
/// <param name="Restarts">Starts after the first.</param>
/// <param name="Image">As the pod asks for it.</param>
internal sealed record ContainerSnapshot(
    string Name,
    bool Init,
    bool Ready,
    bool Running,
    string? Waiting,
    string Message,
    Termination? Terminated,
    Termination? Last,
    int Restarts,
    string Image)
{
    public bool Crashed => Terminated is { ExitCode: not 0 };

    public static ContainerSnapshot Read(JsonObject status, bool init)
    {
        JsonNode? waiting = status["state"]?["waiting"];
        return new ContainerSnapshot(
            Json.Text(status["name"]),
            init,
            Json.Flag(status["ready"]),
            status["state"]?["running"] is not null,
            waiting is null ? null : Json.Text(waiting["reason"]),
            Json.Text(waiting?["message"]),
            Termination.Read(status["state"]?["terminated"]),
            Termination.Read(status["lastState"]?["terminated"]),
            Json.Int(status["restartCount"]),
            Json.Text(status["image"]));
    }
}

/// <summary>How a container's process ended.</summary>
internal sealed record Termination(string Reason, int ExitCode, int Signal, string Message)
{
    public static Termination? Read(JsonNode? node) => node is null
        ? null
        : new Termination(Json.Text(node["reason"]) is { Length: > 0 } reason ? reason : "Error", Json.Int(node["exitCode"]), Json.Int(node["signal"]), Json.Text(node["message"]));

    /// <summary>For people: <c>exit code 139 (SIGSEGV)</c>.</summary>
    public string Text
    {
        get
        {
            int signal = Signal > 0 ? Signal : ExitCode is > 128 and < 160 ? ExitCode - 128 : 0;
            string name = signal switch { 6 => " (SIGABRT)", 9 => " (SIGKILL)", 11 => " (SIGSEGV)", 15 => " (SIGTERM)", _ => "" };
            return Reason == "OOMKilled" ? $"killed for using too much memory (exit code {ExitCode})" : $"exit code {ExitCode}{name}";
        }
    }
}

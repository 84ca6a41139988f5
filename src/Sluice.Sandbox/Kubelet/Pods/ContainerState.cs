using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Kubelet.Pods;

internal enum ContainerPhase
{
    /// <summary>Not begun, or to be begun again at <see cref="ContainerState.DueAt"/>.</summary>
    Waiting,
    Pulling,
    Starting,
    Running,
    Stopping,

    /// <summary>Ended and not to be started again.</summary>
    Ended,
}

/// <summary>How one instance of a container ended.</summary>
internal sealed record Termination(int ExitCode, string Reason, string? Message, DateTimeOffset? StartedAt, DateTimeOffset FinishedAt)
{
    /// <summary>The sandbox itself was gone; nobody saw the end.</summary>
    public const int UnseenExitCode = 255;

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["exitCode"] = ExitCode, ["reason"] = Reason, ["finishedAt"] = FinishedAt.Stamp() };
        if (StartedAt is { } started)
        {
            json["startedAt"] = started.Stamp();
        }

        if (Message is not null)
        {
            json["message"] = Message;
        }

        return json;
    }

    public static Termination? Read(JsonNode? json) => json is JsonObject
        ? new Termination(json.Int("exitCode") ?? 0, json.Text("reason") ?? "", json.Text("message"), json.Time("startedAt"), json.Time("finishedAt") ?? default)
        : null;
}

/// <summary>One container of a pod at runtime.</summary>
internal sealed class ContainerState(ContainerSpec spec)
{
    public ContainerSpec Spec => spec;

    public ContainerPhase Phase { get; set; }

    /// <summary>The reason and message shown while it does not run.</summary>
    public (string Reason, string? Message) Waiting { get; set; } = ("ContainerCreating", null);

    /// <summary>It ended and is started again without a wait: until it runs, the end is what the status shows.</summary>
    public bool RestartsAtOnce { get; set; }

    /// <summary>When a waiting container may go on; <see langword="null"/> is at once.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public string? ImageId { get; set; }

    /// <summary>The number of the present instance, or of the one to come.</summary>
    public int Restarts { get; set; }

    /// <summary>What the status shows: an instance counts when it runs.</summary>
    public int ShownRestarts => Phase is ContainerPhase.Waiting or ContainerPhase.Pulling or ContainerPhase.Starting ? Math.Max(0, Restarts - 1) : Restarts;

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>The end of the present instance, once it ended for good.</summary>
    public Termination? End { get; set; }

    /// <summary>The end of the instance before.</summary>
    public Termination? LastEnd { get; set; }

    /// <summary>When a stopping one is killed.</summary>
    public DateTimeOffset? KillAt { get; set; }

    public Backoff RestartBackoff { get; } = new(waitsAtOnce: false);

    public Backoff PullBackoff { get; } = new(waitsAtOnce: true);

    public List<ProbeState> Probes { get; } = [];

    public bool HasProcess => Phase is ContainerPhase.Starting or ContainerPhase.Running or ContainerPhase.Stopping;

    public bool HasStarted => Phase == ContainerPhase.Running && IsGood(ProbeKind.Startup);

    public bool IsReady => HasStarted && IsGood(ProbeKind.Readiness);

    private bool IsGood(ProbeKind kind) => Probes.Find(p => p.Spec.Kind == kind)?.IsGood ?? true;
}

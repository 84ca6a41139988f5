using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Kubelet.Pods;

/// <summary>Something that happened to a pod.</summary>
internal abstract record PodInput
{
    /// <summary>Time has passed, nothing else.</summary>
    internal sealed record Tick : PodInput;

    /// <summary>The object was changed by someone.</summary>
    internal sealed record Changed(JsonObject Pod) : PodInput;

    /// <summary>The object is gone (a forced delete).</summary>
    internal sealed record Gone : PodInput;

    internal sealed record ImageReady(string Container, string ImageId, string Message) : PodInput;

    internal sealed record ImageFailed(string Container, string Message) : PodInput;

    internal sealed record Started(string Container, int Instance) : PodInput;

    internal sealed record StartFailed(string Container, int Instance, StartProblem Problem) : PodInput;

    internal sealed record Exited(string Container, int Instance, int ExitCode) : PodInput;

    internal sealed record Probed(string Container, int Instance, ProbeKind Kind, bool IsGood, string Message) : PodInput;
}

/// <summary>Why a container could not be started.</summary>
/// <param name="Reason"><c>CreateContainerConfigError</c> (tried again soon, not counted) or <c>RunContainerError</c> (counted as a crash).</param>
/// <param name="Message">For people.</param>
internal sealed record StartProblem(string Reason, string Message)
{
    public const string Config = "CreateContainerConfigError";
    public const string Run = "RunContainerError";
}

/// <summary>Something to be done for a pod.</summary>
internal abstract record PodEffect
{
    internal sealed record Pull(ContainerSpec Container) : PodEffect;

    internal sealed record Start(ContainerSpec Container, int Instance) : PodEffect;

    /// <summary>Runs the preStop hook, then sends SIGTERM.</summary>
    internal sealed record Stop(ContainerSpec Container, int Instance) : PodEffect;

    /// <summary>SIGKILL to the whole process group.</summary>
    internal sealed record Kill(ContainerSpec Container, int Instance) : PodEffect;

    internal sealed record Probe(ContainerSpec Container, int Instance, ProbeSpec Spec) : PodEffect;

    internal sealed record Tell(string Type, string Reason, string Message, string? Container = null, bool IsInit = false) : PodEffect;

    /// <summary>Nothing runs any more: take the object and the pod's files away.</summary>
    internal sealed record Remove : PodEffect;
}

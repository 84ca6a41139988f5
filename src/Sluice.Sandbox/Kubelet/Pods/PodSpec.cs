namespace Sluice.Sandbox.Kubelet.Pods;

internal enum ProbeKind
{
    Startup,
    Readiness,
    Liveness,
}

internal enum RestartPolicy
{
    Always,
    OnFailure,
    Never,
}

/// <summary>What a probe or a hook does; exactly one of the kinds is set.</summary>
internal sealed record PodAction
{
    public HttpAction? Http { get; init; }

    public int? TcpPort { get; init; }

    public IReadOnlyList<string>? Command { get; init; }

    public TimeSpan? Sleep { get; init; }
}

internal sealed record HttpAction(string Scheme, int Port, string Path, IReadOnlyList<KeyValuePair<string, string>> Headers);

internal sealed record ProbeSpec(ProbeKind Kind, PodAction Action)
{
    public TimeSpan InitialDelay { get; init; }

    public TimeSpan Period { get; init; }

    public TimeSpan Timeout { get; init; }

    /// <summary>Successes in a row that count as good; 1 or more.</summary>
    public int SuccessThreshold { get; init; }

    /// <summary>Failures in a row that count as bad; 1 or more.</summary>
    public int FailureThreshold { get; init; }
}

internal sealed record ContainerSpec(string Name, string Image, bool IsInit)
{
    public IReadOnlyList<ProbeSpec> Probes { get; init; } = [];

    public PodAction? PreStop { get; init; }

    public ProbeSpec? Probe(ProbeKind kind) => Probes.FirstOrDefault(p => p.Kind == kind);
}

/// <summary>What the state machine needs of a pod.</summary>
internal sealed record PodSpec
{
    public required IReadOnlyList<ContainerSpec> InitContainers { get; init; }

    public required IReadOnlyList<ContainerSpec> Containers { get; init; }

    public RestartPolicy RestartPolicy { get; init; }

    /// <summary>Between SIGTERM and SIGKILL.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>Condition types that others set and that Ready waits for.</summary>
    public IReadOnlyList<string> ReadinessGates { get; init; } = [];

    /// <summary>Whether a container of a pod that stays is started once more after it ended so.</summary>
    public bool StartsAgain(ContainerSpec container, Termination end) => container.IsInit
        ? end.ExitCode != 0 && RestartPolicy != RestartPolicy.Never
        : RestartPolicy == RestartPolicy.Always || (RestartPolicy == RestartPolicy.OnFailure && end.ExitCode != 0);
}

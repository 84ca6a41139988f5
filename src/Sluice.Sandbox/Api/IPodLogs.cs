namespace Sluice.Sandbox.Api;

/// <summary>What a reader of a pod's log asks for.</summary>
/// <param name="Namespace">The pod's.</param>
/// <param name="Pod">Its name; it exists.</param>
/// <param name="Container">A container the pod's spec names.</param>
/// <param name="Previous">The log of the container's run before the current one.</param>
/// <param name="TailLines">Only that many of the last lines; 0 or more.</param>
/// <param name="Since">Only lines written at or after this time.</param>
/// <param name="Timestamps">Each line begins with its time (RFC 3339, nanoseconds, UTC) and a space.</param>
/// <param name="Follow">Go on until the container ends or the reader leaves.</param>
/// <param name="LimitBytes">Stop after that many bytes; 1 or more.</param>
internal sealed record PodLogRequest(
    string Namespace,
    string Pod,
    string Container,
    bool Previous = false,
    long? TailLines = null,
    DateTimeOffset? Since = null,
    bool Timestamps = false,
    bool Follow = false,
    long? LimitBytes = null);

/// <summary>Either the log, or why there is none (said to the user as it is, with status 400).</summary>
internal sealed record PodLogAnswer(IAsyncEnumerable<ReadOnlyMemory<byte>>? Chunks, string? Problem)
{
    public static PodLogAnswer Of(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks) => new(chunks, null);

    public static PodLogAnswer None(string problem) => new(null, problem);
}

/// <summary>
/// Reads container logs. The part that implements it is found among the sandbox's parts; chunks may hold part of a line or many.
/// </summary>
internal interface IPodLogs
{
    PodLogAnswer Read(PodLogRequest request, CancellationToken cancellationToken);
}

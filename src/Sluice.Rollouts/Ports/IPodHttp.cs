namespace Sluice.Rollouts.Ports;

/// <summary>Asks single pods over HTTP, from wherever this runs.</summary>
public interface IPodHttp
{
    /// <summary>One GET; failures are answers with status 0. Only cancellation throws.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="path">From the root, with query.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    Task<PodAnswer> GetAsync(PodAddress pod, string path, CancellationToken cancellationToken);
}

/// <summary>A port of a pod.</summary>
public sealed record PodAddress(string Namespace, string Pod, int Port);

/// <summary>What came back.</summary>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
/// <param name="Body">The body of an answer of 2xx, else empty.</param>
/// <param name="Detail">Why it is none of 2xx, for people; else empty.</param>
public sealed record PodAnswer(int Status, string Body, string Detail);

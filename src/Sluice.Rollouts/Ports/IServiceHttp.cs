namespace Sluice.Rollouts.Ports;

/// <summary>Reaches services over HTTP as their users in the cluster would.</summary>
public interface IServiceHttp
{
    /// <summary>Where a service is reached.</summary>
    Task<ClusterResult<ServiceAddress>> FindAsync(string ns, string service, CancellationToken cancellationToken);

    /// <summary>One GET, without retries.</summary>
    Task<ServiceAnswer> GetAsync(ServiceAddress address, string path, CancellationToken cancellationToken);
}

/// <summary>Where a service is reached.</summary>
/// <param name="Namespace">Of the Service object.</param>
/// <param name="Service">Name of the Service object.</param>
/// <param name="Port">The Service's first port.</param>
/// <param name="Url">For people: what to open or to curl where that is possible.</param>
public sealed record ServiceAddress(string Namespace, string Service, int Port, string Url);

/// <summary>What came back.</summary>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
/// <param name="Detail">Why there was none, else the reason phrase.</param>
public sealed record ServiceAnswer(int Status, string Detail)
{
    /// <summary>Whether the service itself answered: everything but no answer and 5xx.</summary>
    public bool Serves => Status is > 0 and < 500;
}

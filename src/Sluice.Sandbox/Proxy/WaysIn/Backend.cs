namespace Sluice.Sandbox.Proxy.WaysIn;

/// <summary>A Service as a destination.</summary>
/// <param name="Namespace">Of the Service.</param>
/// <param name="Service">Its name.</param>
/// <param name="Port">Which of its ports.</param>
/// <param name="Weight">Parts of the requests, beside those of the other backends.</param>
internal sealed record Backend(string Namespace, string Service, ServicePort Port, int Weight)
{
    /// <summary>Why nothing can be sent there, whatever the Service is like.</summary>
    public string? Problem { get; init; }

    /// <summary>Takes over while this one has no ready endpoints.</summary>
    public Backend? Otherwise { get; init; }
}

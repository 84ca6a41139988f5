namespace Sluice.Load;

/// <summary>Sends single requests.</summary>
public interface ILoadClient
{
    /// <summary>Sends one and reads the whole answer.</summary>
    /// <param name="arrival">Which one.</param>
    /// <param name="cancellationToken">Gives up waiting; the request then counts as timed out.</param>
    Task<LoadAnswer> SendAsync(Arrival arrival, CancellationToken cancellationToken);
}

/// <summary>What came of a request.</summary>
/// <param name="Failure">Why it failed; <see langword="null"/> when it did not.</param>
/// <param name="Revision">Who answered; empty where nobody did or the answer does not say.</param>
public readonly record struct LoadAnswer(Failure? Failure, string Revision);

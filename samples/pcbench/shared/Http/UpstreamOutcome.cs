namespace PcBench.ServiceDefaults.Http;

/// <summary>What came of a call to another service.</summary>
public abstract record UpstreamOutcome
{
    private UpstreamOutcome()
    {
    }

    /// <summary>It answered, with any status code.</summary>
    public sealed record Answered(HttpResponseMessage Response) : UpstreamOutcome, IDisposable
    {
        public void Dispose() => Response.Dispose();
    }

    /// <summary>No answer: refused, unknown name, too slow.</summary>
    /// <param name="Reason">Which service, where, and why, for a reader.</param>
    public sealed record Unreachable(string Reason) : UpstreamOutcome;
}

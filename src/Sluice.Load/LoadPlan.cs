using Sluice.Model.Environments;
using Sluice.Model.Values;

namespace Sluice.Load;

/// <summary>What is sent where.</summary>
/// <param name="Target">What is asked for, by GET.</param>
/// <param name="Rate">Requests per second, above 0.</param>
/// <param name="Duration">How long requests are sent, above 0.</param>
public sealed record LoadPlan(Uri Target, double Rate, TimeSpan Duration)
{
    /// <summary>More results than this are not kept at a time (about 160 MB).</summary>
    public const long MostRequests = 20_000_000;

    /// <summary>Response header that names the revision which answered; the sample services send it.</summary>
    public const string DefaultRevisionHeader = "X-Revision";

    /// <summary>Part of the requests that reuse a connection.</summary>
    public Share KeepAlive { get; init; } = EnvironmentDefaults.KeepAlive;

    /// <summary>Longer without an answer, counted from the moment of sending, is a failure.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many users with a kept connection take turns. Where one waits for an answer when its turn comes again, it opens another connection.</summary>
    public int Users { get; init; } = 16;

    /// <summary>Response header that names the revision which answered.</summary>
    public string RevisionHeader { get; init; } = DefaultRevisionHeader;

    /// <summary>How many requests that makes; at least one.</summary>
    public long Requests => Math.Max(1, (long)Math.Round(Math.Min(Rate * Duration.TotalSeconds, long.MaxValue / 2)));
}

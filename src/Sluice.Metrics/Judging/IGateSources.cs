using Sluice.Model.Gates;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Judging;

/// <summary>Opens what gates read. Who gives it out also closes it, after the desks that use it.</summary>
public interface IGateSources
{
    /// <summary>
    /// The source of a service's numbers; for gates that ask queries it is an <see cref="IQuerySource"/> too. What cannot be opened is
    /// given as one that answers why (<see cref="UnusableSource"/>).
    /// </summary>
    IMetricsSource Open(string service, MetricsSource source);
}

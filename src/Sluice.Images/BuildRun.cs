using System.Collections.Concurrent;
using Sluice.Model;

namespace Sluice.Images;

/// <summary>The outcomes of one run so far.</summary>
internal sealed class BuildRun(IReadOnlyList<ServiceDefinition> services, IProgress<ImageProgress>? progress, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, BuildOutcome> _outcomes = new(StringComparer.Ordinal);
    private readonly long _started = time.GetTimestamp();

    public IReadOnlyList<ServiceDefinition> Services => services;

    /// <summary>Those that are known, in the order of the services.</summary>
    public IReadOnlyList<BuildOutcome> Outcomes => [.. services.Select(service => _outcomes.GetValueOrDefault(service.Name)).OfType<BuildOutcome>()];

    public void Enter(string service, ImagePhase phase) => progress?.Report(new ImageProgress(service, phase, time.GetElapsedTime(_started)));

    public void End(BuildOutcome outcome, ImagePhase phase)
    {
        _outcomes[outcome.Service] = outcome;
        Enter(outcome.Service, phase);
    }

    /// <summary>Ends every service that has no outcome yet.</summary>
    public void FailRest(string reason, string hint) => FailRest(service => new BuildOutcome.Failed(service, $"Service {service}: {reason}.", hint));

    /// <inheritdoc cref="FailRest(string, string)"/>
    public void FailRest(Func<string, BuildOutcome> outcome)
    {
        foreach (var service in services.Where(service => !_outcomes.ContainsKey(service.Name)))
        {
            End(outcome(service.Name), ImagePhase.Failed);
        }
    }
}

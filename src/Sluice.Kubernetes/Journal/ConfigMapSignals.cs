using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Documents;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Journal;

/// <summary>What people ask of rollouts, in the ConfigMap <c>sluice-signals</c> of the environment's namespace.</summary>
/// <param name="client">The cluster; one whose writes no guard checks, as who asks does not hold the lock.</param>
/// <param name="ns">The environment's namespace.</param>
/// <param name="time">For the pauses between attempts.</param>
public sealed class ConfigMapSignals(ApiClient client, string ns, TimeProvider time) : ISignalBox
{
    /// <summary>Name of the ConfigMap.</summary>
    public const string Name = "sluice-signals";

    /// <summary>The key in it.</summary>
    public const string Key = "signals.json";

    private readonly ConfigMapText text = new(client, ns, Name, Key, time);

    public Task<ClusterProblem?> PostAsync(PersonSignal signal, CancellationToken cancellationToken) =>
        text.ChangeAsync(current => SignalDocument.Change(current, signals => [.. signals.Where(one => one.Id != signal.Id), signal]), cancellationToken);

    public async Task<ClusterResult<IReadOnlyList<PersonSignal>>> ReadAsync(CancellationToken cancellationToken)
    {
        ClusterResult<string> read = await text.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out string? current))
        {
            return ClusterResult<IReadOnlyList<PersonSignal>>.Failed(read.Problems);
        }

        return SignalDocument.Read(current) is { } signals
            ? ClusterResult<IReadOnlyList<PersonSignal>>.Ok(signals)
            : ClusterResult<IReadOnlyList<PersonSignal>>.Failed(text.Unreadable());
    }

    public async Task<ClusterProblem?> TakeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => ids.Count == 0
        ? null
        : await text.ChangeAsync(current => SignalDocument.Change(current, signals => [.. signals.Where(one => !ids.Contains(one.Id))]), cancellationToken).ConfigureAwait(false);
}

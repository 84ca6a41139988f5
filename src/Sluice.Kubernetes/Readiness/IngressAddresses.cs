using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness.Kinds;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Readiness;

/// <summary>
/// Waits a short while for the addresses of Ingresses, where the cluster shows that they get any. The pods serve by then, so a
/// missing one is told and nothing more; what may not be read is not waited for, as roles need no rights for this.
/// </summary>
internal sealed class IngressAddresses(ApiClient client, TimeProvider time)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Those that are still missing when the grace or the deadline is over.</summary>
    /// <param name="request">What was applied.</param>
    /// <param name="started">When the wait for it began; the time that the pods took counts.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    public async Task<IReadOnlyList<IngressRule.Owed>> MissingAsync(ReadinessRequest request, long started, CancellationToken cancellationToken)
    {
        HashSet<(string, string)> wanted =
        [
            .. request.Objects
                .Where(o => o.Kind == IngressRule.Resource.Kind && o.ApiVersion == IngressRule.Resource.ApiVersion)
                .Select(o => (TargetSelection.NamespaceOf(o, request), o.Name)),
        ];
        TimeSpan elapsed = time.GetElapsedTime(started);
        if (wanted.Count == 0 || elapsed >= request.Deadline)
        {
            return [];
        }

        // Pods that took longer than the grace leave time for one look.
        TimeSpan left = TimeSpan.FromTicks(Math.Min(Math.Max((Grace - elapsed).Ticks, Tick.Ticks), (request.Deadline - elapsed).Ticks));
        using var over = new CancellationTokenSource(left, time);
        using var looking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        IReadOnlyList<IngressRule.Owed> missing = [];
        try
        {
            if (await ListAsync(IngressRule.Classes.CollectionPath(""), looking.Token).ConfigureAwait(false) is not { Count: > 0 } classes)
            {
                return [];
            }

            while (true)
            {
                missing = [.. IngressRule.Missing(wanted, await IngressesAsync(request.Namespace, looking.Token).ConfigureAwait(false), classes)];
                if (missing.Count == 0 || time.GetElapsedTime(started) >= Grace)
                {
                    return missing;
                }

                await Task.Delay(Tick, time, looking.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return missing;
        }
    }

    /// <summary>Of the whole cluster, or of the namespace where a role sees no more.</summary>
    private async Task<IReadOnlyList<JsonObject>> IngressesAsync(string ns, CancellationToken cancellationToken) =>
        await ListAsync(IngressRule.Resource.CollectionPath(""), cancellationToken).ConfigureAwait(false)
        ?? await ListAsync(IngressRule.Resource.CollectionPath(ns), cancellationToken).ConfigureAwait(false)
        ?? [];

    private async Task<IReadOnlyList<JsonObject>?> ListAsync(string path, CancellationToken cancellationToken) =>
        (await client.GetAsync(path, cancellationToken).ConfigureAwait(false)).Value is { } list ? [.. Json.Items(list["items"])] : null;
}

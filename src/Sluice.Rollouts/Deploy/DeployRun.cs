using Sluice.Manifests;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Deploy;

/// <summary>One deploy under way: what it has done so far, and the steps that do more.</summary>
internal sealed class DeployRun(DeployPorts ports, DeployRequest request, TimeProvider time)
{
    private static readonly TimeSpan SmokePause = TimeSpan.FromMilliseconds(250);

    private readonly long started = time.GetTimestamp();
    private readonly List<ObjectChange> changes = [.. request.Before];

    /// <summary>What was really created or configured.</summary>
    public IReadOnlyList<ObjectChange> Changes => changes;

    /// <summary>All objects of the request.</summary>
    public IReadOnlyList<ManifestObject> Objects => request.Objects;

    /// <summary>All services of the request.</summary>
    public IReadOnlyList<ServiceTarget> Services => request.Services;

    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Asks the server about all objects, without changing anything: a failure, or what applying them would do.</summary>
    public async Task<(DeployOutcome? Failure, IReadOnlyList<ObjectChange> Expected)> ValidateAsync(CancellationToken cancellationToken)
    {
        ports.Observer.On(new DeployEvent.Validating(request.Objects.Count));
        ClusterResult<IReadOnlyList<ObjectChange>> validated = await ports.Objects.ValidateAsync(request.Objects, cancellationToken).ConfigureAwait(false);
        if (!validated.Succeeded(out IReadOnlyList<ObjectChange>? expected))
        {
            return (Refused(validated.Problems), []);
        }

        if (request is { Review: { } review, Before.Count: 0 } && await review(expected, cancellationToken).ConfigureAwait(false) is { Count: > 0 } differences)
        {
            return (new DeployOutcome.Drifted(differences), []);
        }

        ports.Observer.On(new DeployEvent.Validated(
            expected.Count(c => c.Kind == ChangeKind.Created),
            expected.Count(c => c.Kind == ChangeKind.Configured),
            expected.Count(c => c.Kind == ChangeKind.Unchanged)));
        return (null, expected);
    }

    /// <summary>Null when everything is well.</summary>
    public async Task<DeployOutcome?> ApplyAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<ObjectChange>> applied = await ports.Objects.ApplyAsync(objects, Note, cancellationToken).ConfigureAwait(false);
        return applied.Succeeded(out _) ? null : Refused(applied.Problems);
    }

    /// <summary>Null when all are ready: the services, and what can become ready among the objects that came with them.</summary>
    public async Task<DeployOutcome?> WaitAsync(int level, IReadOnlyList<string> services, IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        if (services.Count > 0)
        {
            ports.Observer.On(new DeployEvent.WaitingForReady(level, services));
        }

        ReadinessResult result = await ports.Readiness
            .WaitAsync(new ReadinessRequest(request.Namespace, services, request.ReadyDeadline) { Objects = objects }, ports.Observer, cancellationToken)
            .ConfigureAwait(false);
        return result switch
        {
            ReadinessResult.Ready => null,
            ReadinessResult.Failed failed => NotReady(failed.Failures, null),
            ReadinessResult.TimedOut late => NotReady(late.Failures, late.Deadline),
            ReadinessResult.Unreachable lost => new DeployOutcome.Infrastructure([lost.Problem], Changes),
            _ => throw new InvalidOperationException($"{result.GetType().Name} is not a readiness result"),
        };
    }

    /// <summary>The addresses of all services that have a Service object among the rendered ones.</summary>
    public async Task<IReadOnlyList<ServiceAddress>> AddressesAsync(CancellationToken cancellationToken)
    {
        var addresses = new List<ServiceAddress>();
        foreach (ServiceTarget service in request.Services.Where(HasServiceObject))
        {
            ClusterResult<ServiceAddress> found = await ports.ServiceHttp.FindAsync(request.Namespace, service.Name, cancellationToken).ConfigureAwait(false);
            if (found.Succeeded(out ServiceAddress? address))
            {
                addresses.Add(address);
            }
            else
            {
                ports.Observer.On(new DeployEvent.Notice($"The address of {service.Name} is not known: {found.Problems[0].What}"));
            }
        }

        return addresses;
    }

    /// <summary>Null when every service answers through its Service.</summary>
    public async Task<DeployOutcome?> SmokeAsync(IReadOnlyList<ServiceAddress> addresses, CancellationToken cancellationToken)
    {
        ReadinessFailure?[] failures = await Task.WhenAll(addresses.Select(a => SmokeAsync(a, cancellationToken))).ConfigureAwait(false);
        ReadinessFailure[] silent = [.. failures.OfType<ReadinessFailure>()];
        return silent.Length == 0 ? null : NotReady(silent, null);
    }

    public DeployOutcome Refused(IReadOnlyList<ClusterProblem> problems) => problems.All(p => p.IsInput)
        ? new DeployOutcome.Rejected(problems, Changes)
        : new DeployOutcome.Infrastructure(problems, Changes);

    private async Task<ReadinessFailure?> SmokeAsync(ServiceAddress address, CancellationToken cancellationToken)
    {
        string path = request.Services.First(s => s.Name == address.Service).SmokePath;
        long begun = time.GetTimestamp();
        while (true)
        {
            ServiceAnswer answer = await ports.ServiceHttp.GetAsync(address, path, cancellationToken).ConfigureAwait(false);
            if (answer.Serves)
            {
                ports.Observer.On(new DeployEvent.SmokeChecked(address, answer.Status));
                return null;
            }

            if (time.GetElapsedTime(begun) >= request.SmokeDeadline)
            {
                string got = answer.Status == 0 ? $"no answer ({answer.Detail})" : $"status {answer.Status}";
                return new ReadinessFailure(
                    address.Service,
                    "",
                    "",
                    "NoAnswer",
                    $"its pods are ready, but GET {address.Url}{path} gave {got} for {request.SmokeDeadline.TotalSeconds:0} s",
                    $"Compare the Service's selector and targetPort with the pods: kubectl -n {address.Namespace} describe service {address.Service}",
                    [],
                    []);
            }

            await Task.Delay(SmokePause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private DeployOutcome.NotReady NotReady(IReadOnlyList<ReadinessFailure> failures, TimeSpan? deadline)
    {
        string[] changed = [.. request.Services.Select(s => s.Name).Where(Changed)];
        string[] held = [.. changed.Where(name => changes.Exists(c => IsWorkloadOf(c, name) && c.Kind == ChangeKind.Configured && RollingUpdates.KeepsOldPods(c.Manifest)))];
        return new DeployOutcome.NotReady(failures, deadline, changed, held);
    }

    private bool HasServiceObject(ServiceTarget service) => request.Objects.Any(o => o.Kind == "Service" && o.Name == service.Name);

    /// <summary>Whether this run changed the workload of a service.</summary>
    public bool Changed(string service) => changes.Exists(c => IsWorkloadOf(c, service));

    private static bool IsWorkloadOf(ObjectChange change, string service) => ApplyOrder.IsWorkload(change.Manifest.Kind) && change.Manifest.Name == service;

    /// <summary>Takes down what was done elsewhere for this deploy.</summary>
    public void Note(ObjectChange change)
    {
        if (change.Kind != ChangeKind.Unchanged)
        {
            changes.Add(change);
        }

        ports.Observer.On(new DeployEvent.ObjectApplied(change));
    }
}

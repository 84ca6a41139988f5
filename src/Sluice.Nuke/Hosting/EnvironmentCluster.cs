using Sluice.Kubernetes.Admission;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Connection;
using Sluice.Kubernetes.Evidence;
using Sluice.Kubernetes.Jobs;
using Sluice.Kubernetes.Journal;
using Sluice.Kubernetes.Ledger;
using Sluice.Kubernetes.Locking;
using Sluice.Kubernetes.Pods;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Releases;
using Sluice.Kubernetes.Rights;
using Sluice.Kubernetes.Services;
using Sluice.Kubernetes.Stacks;
using Sluice.Kubernetes.Status;
using Sluice.Kubernetes.Traffic;
using Sluice.Metrics.Judging;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting.Output;
using Sluice.Nuke.Sandbox;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Plan;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Hosting;

/// <summary>The cluster of one environment with the ports that a deploy needs.</summary>
internal sealed class EnvironmentCluster : IDisposable
{
    private readonly ClusterConnection _connection;
    private readonly ApiClient _guarded;
    private readonly ServiceHttp _serviceHttp;
    private readonly TimeProvider _clock;
    private readonly string _namespace;
    private readonly EvidenceFolder _evidenceFolder;
    private readonly Func<string, string> _clean;
    private readonly SandboxState? _sandbox;

    private EnvironmentCluster(SluiceSession session, ClusterConnection connection, EnvironmentDefinition environment, SandboxState? sandbox)
    {
        var clock = session.Clock;
        _sandbox = sandbox;
        _connection = connection;
        _clock = clock;
        _evidenceFolder = new EvidenceFolder(session.Root, Path.Combine(session.Temporary, "evidence"), environment.Name);
        _namespace = environment.Namespace;
        _serviceHttp = new ServiceHttp(connection.Client, environment.Cluster.IsSandbox ? ServiceReach.Direct : ServiceReach.Proxy, clock);
        Lock = new EnvironmentLock(new KubernetesLeaseStore(connection.Client, environment.Namespace), LockTerms.Default, clock);
        _guarded = connection.Client.Guarded(Lock);
        _clean = session.Redactor.Clean;
        Ledger = new CleanLedger(new ConfigMapLedger(_guarded, environment.Namespace, clock), _clean);
        Releases = new SecretReleaseStore(_guarded, environment.Namespace);
        Admission = new CleanAdmission(new ConfigMapAdmission(connection.Client, environment.Namespace, clock), _clean);
        Identity = new UserIdentity(connection.Client);
        IsSandbox = environment.Cluster.IsSandbox;
        EnvironmentName = environment.Name;
        Status = new ServiceStateReader(connection.Client, _serviceHttp);
    }

    /// <summary>One run at a time. Every port of this cluster that writes does so only while this run holds it.</summary>
    public EnvironmentLock Lock { get; }

    public ILedger Ledger { get; }

    public IReleaseStore Releases { get; }

    /// <summary>Who may go live. Written by people as well, who hold no lock.</summary>
    public IAdmissionStore Admission { get; }

    /// <summary>The record of rollouts.</summary>
    public IRolloutJournal Journal => new CleanJournal(new ConfigMapJournal(_guarded, _namespace, _clock), _clean);

    /// <summary>What people ask of a rollout. Written by people as well, who hold no lock.</summary>
    public ISignalBox Signals => new CleanSignals(new ConfigMapSignals(_connection.Client, _namespace, _clock), _clean);

    /// <summary>The stacks of services.</summary>
    public IStacks Stacks => new KubernetesStacks(_guarded, _connection.Discovery, () => Lock.Fence);

    public IUserIdentity Identity { get; }

    public bool IsSandbox { get; }

    /// <summary>Name of the environment.</summary>
    public string EnvironmentName { get; }

    public IServiceStateReader Status { get; }

    /// <summary>Looks at pods.</summary>
    public IPodReader Pods => new PodReader(_connection.Client);

    /// <summary>Asks pods.</summary>
    public IPodHttp PodHttp => new PodHttp(_connection.Client);

    /// <summary>Connects to the cluster of an environment in order to change it; where that is the sandbox, it is started first.</summary>
    /// <exception cref="BuildFailedException">It cannot be reached.</exception>
    public static async Task<EnvironmentCluster> OpenAsync(SluiceSession session, EnvironmentDefinition environment, CancellationToken cancellationToken)
    {
        var sandbox = environment.Cluster.IsSandbox ? await session.SandboxAsync(cancellationToken) : null;
        return await session.TakeOpenedAsync(cluster => cluster.EnvironmentName == environment.Name && cluster._sandbox == sandbox, cancellationToken)
            ?? await OpenAsync(session, environment, sandbox, cancellationToken);
    }

    /// <summary>Opens a cluster for a deploy that comes later, and asks what a deploy asks first: it then finds a connection that is warm.</summary>
    /// <returns><see langword="null"/> when the cluster is the sandbox and that does not run.</returns>
    /// <exception cref="BuildFailedException">It cannot be reached.</exception>
    public static async Task<EnvironmentCluster?> OpenAheadAsync(SluiceSession session, string environmentName, CancellationToken cancellationToken)
    {
        var cluster = await LookAsync(session, session.Environment(environmentName), cancellationToken);
        if (cluster is not null)
        {
            // The kinds are remembered. The other answers are old by the time of the deploy, which reads for itself.
            await Task.WhenAll(
                cluster._connection.Discovery.FindAsync("v1", "ConfigMap", cancellationToken),
                cluster._connection.Discovery.FindAsync("apps/v1", "Deployment", cancellationToken),
                cluster.Admission.ReadAsync(cancellationToken),
                cluster.Ledger.ReadAsync(cancellationToken));
        }

        return cluster;
    }

    /// <summary>Connects to the cluster of an environment in order to look at it: a sandbox is taken as it is, be it of another build.</summary>
    /// <returns><see langword="null"/> when the cluster is the sandbox and that does not run.</returns>
    /// <exception cref="BuildFailedException">It cannot be reached.</exception>
    public static async Task<EnvironmentCluster?> LookAsync(SluiceSession session, EnvironmentDefinition environment, CancellationToken cancellationToken)
    {
        var sandbox = environment.Cluster.IsSandbox ? session.Sandbox.Current : null;
        return environment.Cluster.IsSandbox && sandbox is null
            ? null
            : await OpenAsync(session, environment, sandbox, cancellationToken);
    }

    /// <summary>Everything a deploy or a return needs.</summary>
    public DeployPorts PortsFor(IDeployObserver observer) => new(
        new ServerSideApply(_guarded, _connection.Discovery, _namespace),
        new ReadinessWatcher(_connection.Client, _clock),
        Ledger,
        _serviceHttp,
        observer)
    {
        Releases = Releases,
        Owned = new OwnedObjects(_guarded, _connection.Discovery, _namespace),
        Status = Status,
        Evidence = new CleanEvidence(new PodEvidence(_connection.Client), _clean),
        Keepers = [_evidenceFolder, new ClusterEvidence(_guarded, _namespace)],
    };

    /// <summary>Everything that a rollout needs.</summary>
    public RolloutPorts RolloutsFor(IDeployObserver observer, SluiceSession session, EnvironmentDefinition environment) => new(
        PortsFor(observer),
        Stacks,
        new StackWatcher(_connection.Client, _connection.Discovery, _clock),
        new KubernetesTraffic(_guarded, _connection.Discovery, () => Lock.Fence),
        Journal,
        Signals,
        new GateDesks(GateAccess.Of(session, PodHttp), _clock, text => observer.On(new DeployEvent.Notice(text))),
        new KubernetesJobs(_guarded, _clock));

    /// <summary>For what has to be there before the lock can be.</summary>
    public IClusterObjects BeforeLock() => new ServerSideApply(_connection.Client, _connection.Discovery, _namespace);

    /// <summary>Makes plans with what that port says; changes nothing.</summary>
    public DeployPlanner Planner(IClusterObjects objects) => new(objects, Ledger, Releases, new OwnedObjects(_guarded, _connection.Discovery, _namespace));

    public void Dispose()
    {
        _serviceHttp.Dispose();
        _connection.Dispose();
    }

    // As sluice.yaml names it: absolute, from home, or relative to the repository.
    private static string? KubeconfigFile(string root, ClusterDefinition cluster) => cluster.Kubeconfig switch
    {
        null => null,
        ['~', '/', .. var rest] => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), rest),
        var path => Path.Combine(root, path),
    };

    /// <summary>How the cluster of an environment is reached.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="cluster">As sluice.yaml names it.</param>
    /// <param name="sandbox">The running sandbox, where that is the cluster.</param>
    public static ConnectionRequest RequestFor(string root, ClusterDefinition cluster, SandboxState? sandbox) =>
        new() { Kubeconfig = sandbox?.Kubeconfig ?? KubeconfigFile(root, cluster), Context = cluster.Context };

    private static async Task<EnvironmentCluster> OpenAsync(SluiceSession session, EnvironmentDefinition environment, SandboxState? sandbox, CancellationToken cancellationToken)
    {
        var opened = await ClusterConnection.OpenAsync(RequestFor(session.Root, environment.Cluster, sandbox) with { OnSecret = session.Redactor.Add }, session.Clock, cancellationToken);
        if (opened.Succeeded(out var connection))
        {
            return new EnvironmentCluster(session, connection, environment, sandbox);
        }

        throw new BuildFailedException(
            opened.Problems.All(problem => problem.IsInput) ? ExitCodes.BadInput : ExitCodes.Infrastructure,
            string.Join('\n', opened.Problems.Select(problem => $"{environment.Name}: {problem}")));
    }
}

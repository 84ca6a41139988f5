using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Tests;

/// <summary>A cluster in memory behind all ports, which also writes down in which order it was used.</summary>
internal sealed partial class FakePorts : IClusterObjects, IReadiness, ILedger, IServiceHttp, IDeployObserver
{
    private readonly Dictionary<string, string> live = [];
    private int numbers;

    public List<string> Calls { get; } = [];

    /// <summary>What was waited for.</summary>
    public List<ReadinessRequest> Waits { get; } = [];

    public List<DeployEvent> Events { get; } = [];

    public List<LedgerEntry> Entries { get; } = [];

    /// <summary>Problems that the server has with objects, by <c>Kind/name</c>.</summary>
    public Dictionary<string, ClusterProblem> Refused { get; } = [];

    /// <summary>What is wrong with a service (<c>backend</c>), with one marker of it (<c>backend/2</c>), or with an object (<c>Job/migrate</c>).</summary>
    public Dictionary<string, ReadinessResult> Readiness { get; } = [];

    public Queue<ServiceAnswer> Answers { get; } = new();

    public ServiceAnswer LastAnswer { get; set; } = new(200, "OK");

    public bool LedgerBroken { get; set; }

    public Action? OnWait { get; set; }

    public DeployPorts All => new(this, this, this, this, this) { Releases = this, Owned = this, Status = this, Evidence = this, Keepers = [this] };

    /// <summary>Live objects with their markers: <c>Deployment/backend 2</c>.</summary>
    public IReadOnlyList<string> Live => [.. live.Keys.Select(k => $"{k} {Marker(k)}").Order(StringComparer.Ordinal)];

    public Task<ClusterResult<IReadOnlyList<ObjectChange>>> ValidateAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        Calls.Add("validate");
        ClusterProblem[] problems = [.. objects.Where(o => Refused.ContainsKey(o.ToString())).Select(o => Refused[o.ToString()])];
        return Task.FromResult(problems.Length > 0
            ? ClusterResult<IReadOnlyList<ObjectChange>>.Failed(problems)
            : ClusterResult<IReadOnlyList<ObjectChange>>.Ok([.. objects.Select(o => new ObjectChange(o, KindOf(o)))]));
    }

    public Task<ClusterResult<IReadOnlyList<ObjectChange>>> ApplyAsync(IReadOnlyList<ManifestObject> objects, Action<ObjectChange> applied, CancellationToken cancellationToken)
    {
        var changes = new List<ObjectChange>();
        foreach (ManifestObject item in objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Refused.TryGetValue("apply " + item, out ClusterProblem? problem))
            {
                return Task.FromResult(ClusterResult<IReadOnlyList<ObjectChange>>.Failed(problem));
            }

            var change = new ObjectChange(item, KindOf(item));
            live[item.ToString()] = item.Json.ToJsonString();
            Calls.Add($"apply {item}");
            changes.Add(change);
            applied(change);
        }

        return Task.FromResult(ClusterResult<IReadOnlyList<ObjectChange>>.Ok(changes));
    }

    public Task<ReadinessResult> WaitAsync(ReadinessRequest request, IDeployObserver observer, CancellationToken cancellationToken)
    {
        Waits.Add(request);
        if (request.Services.Count > 0)
        {
            Calls.Add($"wait {string.Join(",", request.Services)}");
            OnWait?.Invoke();
        }

        cancellationToken.ThrowIfCancellationRequested();
        ReadinessResult? bad = request.Services
            .Select(s => Readiness.GetValueOrDefault(s) ?? Readiness.GetValueOrDefault($"{s}/{Marker($"Deployment/{s}")}"))
            .Concat(request.Objects.Select(o => Readiness.GetValueOrDefault(o.ToString())))
            .FirstOrDefault(r => r is not null);
        return Task.FromResult(bad ?? new ReadinessResult.Ready(TimeSpan.FromSeconds(1)));
    }

    public Task<ClusterResult<IReadOnlyList<LedgerEntry>>> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult(ClusterResult<IReadOnlyList<LedgerEntry>>.Ok([.. Entries]));

    public Task<ClusterResult<LedgerEntry>> AppendAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (LedgerBroken)
        {
            return Task.FromResult(ClusterResult<LedgerEntry>.Failed(new ClusterProblem(ClusterProblemKind.Forbidden, "no", "")));
        }

        LedgerEntry stored = entry with { Number = ++numbers };
        Entries.Add(stored);
        Calls.Add($"record {entry.Outcome}");
        return Task.FromResult(ClusterResult<LedgerEntry>.Ok(stored));
    }

    public Task<ClusterResult<LedgerEntry>> ReplaceAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Entries[Entries.FindIndex(e => e.Number == entry.Number)] = entry;
        Calls.Add($"record {entry.Outcome}");
        return Task.FromResult(ClusterResult<LedgerEntry>.Ok(entry));
    }

    public Task<ClusterResult<ServiceAddress>> FindAsync(string ns, string service, CancellationToken cancellationToken) =>
        Task.FromResult(ClusterResult<ServiceAddress>.Ok(new ServiceAddress(ns, service, 80, $"http://{service}")));

    public Task<ServiceAnswer> GetAsync(ServiceAddress address, string path, CancellationToken cancellationToken)
    {
        Calls.Add($"get {address.Url}{path}");
        return Task.FromResult(Answers.TryDequeue(out ServiceAnswer? answer) ? answer : LastAnswer);
    }

    public void On(DeployEvent deployEvent) => Events.Add(deployEvent);

    private string Marker(string item) => live.TryGetValue(item, out string? json) ? JsonNode.Parse(json)!["spec"]?["marker"]?.ToString() ?? "" : "";

    private ChangeKind KindOf(ManifestObject item) => live.TryGetValue(item.ToString(), out string? json)
        ? json == item.Json.ToJsonString() ? ChangeKind.Unchanged : ChangeKind.Configured
        : ChangeKind.Created;

    public static ManifestObject Object(string kind, string name, string marker = "1") => new(
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["marker"] = marker,
                ["replicas"] = 2,
                ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["sluice.dev/revision"] = "rev" + marker } } },
            },
        },
        "k8s/base/x.yaml");
}

using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Tests;

/// <summary>An application of two services whose releases differ by a marker: frontend uses backend.</summary>
internal sealed class Shop
{
    private static readonly ServiceTarget[] Services = [new("frontend", 1), new("backend", 0)];

    public FakePorts Cluster { get; } = new();

    public InstantTime Time { get; init; } = new();

    /// <summary>How many releases one can go back to.</summary>
    public int HistoryLimit { get; init; } = 10;

    public static ManifestObject Secret(string name, string value) => new(
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["stringData"] = new JsonObject { ["password"] = value },
        },
        "k8s/base/secret.yaml");

    /// <summary>The objects of a release.</summary>
    /// <param name="marker">Tells it from others.</param>
    /// <param name="more">Objects that only it has.</param>
    public static ManifestObject[] Objects(string marker, params ManifestObject[] more) =>
    [
        FakePorts.Object("Deployment", "frontend", marker),
        FakePorts.Object("Deployment", "backend", marker),
        FakePorts.Object("Service", "backend"),
        FakePorts.Object("Service", "frontend"),
        .. more,
    ];

    public Task<DeployOutcome> DeployAsync(string marker, params ManifestObject[] more) => DeployObjectsAsync(marker, Objects(marker, more));

    public async Task<DeployOutcome> DeployObjectsAsync(string marker, ManifestObject[] objects, bool returns = true, CancellationToken cancellationToken = default)
    {
        var request = new DeployRequest
        {
            Release = new Release($"1.{marker}.0", $"commit{marker}", "me", [new ReleaseImage("backend", $"r/backend@sha256:{marker}"), new ReleaseImage("frontend", $"r/frontend@sha256:{marker}")], $"hash{marker}"),
            Namespace = "p25",
            Objects = objects,
            Services = Services,
            ReadyDeadline = TimeSpan.FromMinutes(1),
            HistoryLimit = HistoryLimit,
            ReturnsOnFailure = returns,
        };
        return await new RollingDeploy(Cluster.All, Time).RunAsync(request, cancellationToken);
    }

    public Task<RollbackOutcome> RollbackAsync(string? to = null, CancellationToken cancellationToken = default) => new ReleaseRollback(Cluster.All, Time).RunAsync(
        new RollbackRequest { Namespace = "p25", Author = "on call", To = to, Reason = "RollbackStage", ReadyDeadline = TimeSpan.FromMinutes(1), HistoryLimit = HistoryLimit },
        cancellationToken);

    /// <summary>From now on a marker of a service crashes.</summary>
    public void Crash(string service, string marker) => Cluster.Readiness[$"{service}/{marker}"] =
        new ReadinessResult.Failed([new(service, $"{service}-x", service, "CrashLoopBackOff", "ended twice", "", ["first", "boom"], [])]);

    /// <summary>The ledger: number, outcome, number of the release it went back to.</summary>
    public string Ledger() => string.Join(", ", Cluster.Entries.Select(e => $"{e.Number} {e.Outcome}{(e.ReturnedTo > 0 ? $"→{e.ReturnedTo}" : "")}"));
}

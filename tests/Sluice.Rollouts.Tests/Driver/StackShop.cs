using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Releases;
using Sluice.Rollouts.Rollback;
using Sluice.Rollouts.Sweeping;

namespace Sluice.Rollouts.Tests.Driver;

/// <summary>
/// Two services with stacks, frontend (blueGreen) over backend (canary), and if asked for one beside backend that is updated in place;
/// releases differ by a marker.
/// </summary>
internal sealed class StackShop
{
    private static readonly EvidenceGate s_gate = new("watched") { Dwell = TimeSpan.FromSeconds(5), Deadline = TimeSpan.FromMinutes(2) };

    /// <param name="hasRolling">Whether ml is a service too, a StatefulSet that is updated in place.</param>
    public StackShop(bool hasRolling = false)
    {
        (World, HasRolling) = (new StackWorld(Time), hasRolling);
        if (hasRolling)
        {
            Placements = [.. Placements, new("ml", "p25", new RollingStrategy("rolling"), s_gate, TrafficRouter.Service, StrategyDefaults.Warm)];
        }
    }

    private StackShop(StackShop other, IReadOnlyList<ServiceHook> before) => (Time, World, Before, Placements, HasRolling) = (other.Time, other.World, before, other.Placements, other.HasRolling);

    public bool HasRolling { get; }

    public VirtualTime Time { get; } = new();

    public StackWorld World { get; }

    public IReadOnlyList<ServicePlacement> Placements { get; init; } =
    [
        new("backend", "p25", new CanaryStrategy("canary", [new WeightStep(10), new WeightStep(50)]), s_gate, TrafficRouter.Service, StrategyDefaults.Warm),
        new("frontend", "p25", new BlueGreenStrategy("blueGreen", StackSize.Of(1), [], TimeSpan.FromSeconds(30)), s_gate, TrafficRouter.Service, StrategyDefaults.Warm),
    ];

    public InconclusiveAction OnInconclusive { get; init; } = InconclusiveAction.Rollback;

    public IReadOnlyList<ServiceHook> Before { get; init; } = [];

    public static ManifestObject Deployment(string service, string marker, int replicas, string kind = "Deployment") => new(
        new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = service, ["namespace"] = "p25" },
            ["spec"] = new JsonObject
            {
                ["replicas"] = replicas,
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = service } },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = service, [SluiceLabels.Service] = service, [SluiceLabels.Revision] = $"rev{marker}" } },
                },
            },
        },
        "k8s/base/deployment.yaml");

    public static ManifestObject Service(string service) => new(
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = new JsonObject { ["name"] = service, ["namespace"] = "p25" },
            ["spec"] = new JsonObject { ["selector"] = new JsonObject { ["app"] = service }, ["ports"] = new JsonArray(new JsonObject { ["port"] = 80 }) },
        },
        "k8s/base/service.yaml");

    public RolloutRequest Request(string marker, int replicas = 4, string frontend = "")
    {
        ManifestObject[] objects =
        [
            Deployment("backend", marker, replicas),
            Deployment("frontend", frontend.Length > 0 ? frontend : marker, replicas),
            Service("backend"),
            Service("frontend"),
            .. HasRolling ? [Deployment("ml", marker, 4, "StatefulSet"), Service("ml")] : Array.Empty<ManifestObject>(),
        ];
        ServiceRevision[] revisions = [.. objects.Where(item => item.Kind != "Service").Select(item => new ServiceRevision(item.Name, item, LedgerEntries.RevisionOf(item), $"r/{item.Name}@sha256:{marker}"))];
        var hash = $"hash{marker}-{replicas}-{frontend}";
        return new RolloutRequest
        {
            Deploy = new DeployRequest
            {
                Release = new Release($"1.{marker}.0", $"commit{marker}", "me", [new ReleaseImage("backend", $"r/backend@sha256:{marker}"), new ReleaseImage("frontend", $"r/frontend@sha256:{marker}")], hash),
                Namespace = "p25",
                Objects = objects,
                Services = [new("backend", 0) { HasStacks = true }, new("frontend", 1) { HasStacks = true }, .. HasRolling ? [new ServiceTarget("ml", 0)] : Array.Empty<ServiceTarget>()],
                ReadyDeadline = TimeSpan.FromMinutes(1),
            },
            Split = StackTransformation.Split(new ReleaseOutcome(objects, revisions, hash, []), ["backend", "frontend"], HasRolling ? ["ml"] : []),
            Placements = Placements,
            OnInconclusive = OnInconclusive,
            Before = Before,
            Driver = "me",
        };
    }

    public RolloutOutcome Deploy(string marker, Killer? killer = null, int replicas = 4, string frontend = "", CancellationToken interrupted = default) =>
        Time.Run(() => new StackDeploy(new WorldPorts(World, killer ?? new Killer()).All, Time).RunAsync(Request(marker, replicas, frontend), interrupted));

    /// <summary>Goes on with what the journal has, as another machine would.</summary>
    public RolloutOutcome GoOn(RolloutSignal signal, Killer? killer = null) => Time.Run(() => new RolloutContinuation(new WorldPorts(World, killer ?? new Killer()).All, Placements, Time) { Before = Before }
        .RunAsync(World.Journal[^1] with { Driver = "another" }, signal, default));

    /// <summary>The same shop with hooks.</summary>
    public StackShop With(params ServiceHook[] before) => new(this, before);

    /// <summary>Plain Deployments serve, as a rolling deploy left them.</summary>
    public void Adopt()
    {
        foreach (var service in (string[])["backend", "frontend"])
        {
            World.Add(new StackId("p25", service, service, StackMark.OfPodTemplate("5d8f")), "rev1", 4);
            World.Pointers[service] = new WorldPointer(service);
        }

        if (HasRolling)
        {
            World.Workloads["ml"] = World.NewWorkload().Serving("rev1", World.Now);
            Record("1");
        }
    }

    /// <summary>Kills when the write of that name was seen.</summary>
    public Killer KillAt(string write)
    {
        var dry = new StackShop(HasRolling) { Placements = Placements };
        dry.Deploy("1");
        var killer = new Killer();
        dry.Deploy("2", killer);
        return new Killer(killer.Writes.IndexOf(write) + 1, isAfter: true);
    }

    /// <summary>Interrupts at a write.</summary>
    public static void CancelAt(string write, string at, CancellationTokenSource source)
    {
        if (write == at)
        {
            source.Cancel();
        }
    }

    /// <summary>Goes back as a person would.</summary>
    public RollbackOutcome Rollback(Killer? killer = null, bool now = false, string? to = null)
    {
        var ports = new WorldPorts(World, killer ?? new Killer()).All;
        var request = new RollbackRequest { Namespace = "p25", Author = "on call", To = to, Reason = "RollbackProd", ReadyDeadline = TimeSpan.FromMinutes(1), Now = now };
        return Time.Run(() => new ReleaseRollback(ports.Deploy, Time, new StackReturn(ports, Placements, Time)).RunAsync(request, default));
    }

    public SweepOutcome Sweep()
    {
        var ports = new WorldPorts(World, new Killer()).All;
        return Time.Run(() => new Sweeper(ports, Placements, Time).RunAsync("p25", record => record with { Driver = "sweep" }, default));
    }

    public void Wait(TimeSpan by) => Time.Run(async () =>
    {
        await Task.Delay(by, Time);
        return 0;
    });

    /// <summary>The ledger and the store as a rolling deploy of that release left them.</summary>
    public void Record(string marker)
    {
        var deploy = Request(marker).Deploy;
        var services = deploy.Services.Select(service => service with { HasStacks = false }).ToList();
        var stored = StoredRelease.Of(deploy.Release.RenderedHash, deploy.Objects, services);
        World.Cluster.Stored[stored.Key] = stored;
        Time.Run(() => World.Cluster.AppendAsync(LedgerEntries.Of(deploy, LedgerOutcome.Succeeded, "", World.Now, World.Now) with { Stored = stored.Key }, default));
    }

    /// <summary>The stack that the Service names.</summary>
    public string Serving(string service) => World.Pointers.GetValueOrDefault(service)?.Serving ?? "";

    /// <summary>Whether the journal's newest rollout waits for somebody to go on with it.</summary>
    public bool IsOpen => World.Journal is [.., { Stage: not RolloutStage.Over }];
}

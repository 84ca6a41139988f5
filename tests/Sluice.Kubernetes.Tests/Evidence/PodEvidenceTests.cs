using System.Text;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Evidence;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts.Evidence;

namespace Sluice.Kubernetes.Tests.Evidence;

public sealed class PodEvidenceTests : IAsyncLifetime
{
    private const string Root = "/api/v1/namespaces/p25";

    private readonly FakeCluster cluster = new();
    private TestServer server = null!;
    private ApiClient client = null!;

    public async Task InitializeAsync()
    {
        server = await TestServer.StartAsync(cluster.HandleAsync);
        client = server.Client();
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Collect_CrashingPod_GivesBothLogsStateAndEventsWithSecretsMasked()
    {
        cluster.Put($"{Root}/pods/backend-1-x", Pod("backend-1-x", "backend", ready: false, restarts: 2));
        cluster.Put($"{Root}/pods/backend-0-y", Pod("backend-0-y", "backend", ready: true, restarts: 0));
        cluster.Put($"{Root}/pods/other-1-z", Pod("other-1-z", "other", ready: false, restarts: 3));
        cluster.Put($"{Root}/secrets/keys", new JsonObject
        {
            ["data"] = new JsonObject { ["password"] = Convert.ToBase64String("tr0ub4dor&3"u8), ["on"] = Convert.ToBase64String("yes"u8), ["pem"] = Convert.ToBase64String("first line\nsecond line"u8) },
        });
        cluster.Put($"{Root}/events/e", new JsonObject { ["type"] = "Warning", ["reason"] = "BackOff", ["message"] = "restarting", ["count"] = 3, ["involvedObject"] = new JsonObject { ["kind"] = "Pod", ["name"] = "backend-1-x" } });
        cluster.Put($"{Root}/events/f", new JsonObject { ["type"] = "Normal", ["reason"] = "Other", ["message"] = "x", ["involvedObject"] = new JsonObject { ["kind"] = "Pod", ["name"] = "other-1-z" } });
        cluster.Texts[$"{Root}/pods/backend-1-x/log"] = "starting again, yes\n";
        cluster.Texts[$"{Root}/pods/backend-1-x/log?previous"] = "cannot log in with tr0ub4dor&3\nsecond line\n";

        EvidenceBundle bundle = (await new PodEvidence(client).CollectAsync(new EvidenceRequest("p25", ["backend"], []), default))!;

        Dictionary<string, string> files = bundle.Files.ToDictionary(f => f.Path, f => f.Text);
        Assert.Equal(["backend-1-x/backend.previous.log", "backend-1-x/backend.log", "events.txt", "backend-1-x/pod.json"], bundle.Files.Select(f => f.Path));
        Assert.Equal("cannot log in with ***\n***\n", files["backend-1-x/backend.previous.log"]);
        Assert.Equal("starting again, yes\n", files["backend-1-x/backend.log"]);
        Assert.Contains("Warning Pod/backend-1-x BackOff: restarting (3 times)", files["events.txt"], StringComparison.Ordinal);
        Assert.DoesNotContain("other-1-z", files["events.txt"], StringComparison.Ordinal);
        Assert.Contains("\"restartCount\": 2", files["backend-1-x/pod.json"], StringComparison.Ordinal);
        Assert.DoesNotContain("in-the-pod", files["backend-1-x/pod.json"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_ServiceToBlameWhosePodsSeemWell_GivesTheirLogs()
    {
        cluster.Put($"{Root}/pods/backend-0-y", Pod("backend-0-y", "backend", ready: true, restarts: 0));
        cluster.Texts[$"{Root}/pods/backend-0-y/log"] = "no such route\n";

        EvidenceBundle? silent = await new PodEvidence(client).CollectAsync(new EvidenceRequest("p25", ["backend"], ["backend"]), default);

        Assert.Contains(silent!.Files, f => f.Text == "no such route\n");
        Assert.Null(await new PodEvidence(client).CollectAsync(new EvidenceRequest("p25", ["backend"], []), default));
    }

    [Fact]
    public async Task Collect_OneRevisionToBlame_GivesItsPodsAndEventsOnly()
    {
        cluster.Put($"{Root}/pods/backend-new-1-x", Pod("backend-new-1-x", "backend", ready: true, restarts: 1, revision: "new"));
        cluster.Put($"{Root}/pods/backend-old-1-y", Pod("backend-old-1-y", "backend", ready: false, restarts: 2, revision: "old"));
        cluster.Texts[$"{Root}/pods/backend-new-1-x/log"] = "slow today\n";
        cluster.Texts[$"{Root}/pods/backend-new-1-x/log?previous"] = "no memory\n";
        cluster.Put($"{Root}/events/e", Event("backend-new", "ScalingReplicaSet"));
        cluster.Put($"{Root}/events/f", Event("backend-new-1-x", "Killing"));
        cluster.Put($"{Root}/events/g", Event("backend-old-1-y", "BackOff"));

        EvidenceBundle bundle = (await new PodEvidence(client).CollectAsync(new EvidenceRequest("p25", ["backend"], ["backend"]) { Revisions = ["new"] }, default))!;

        Assert.Equal(
            ["backend-new-1-x/backend.previous.log", "backend-new-1-x/backend.log", "events.txt", "backend-new-1-x/pod.json"],
            bundle.Files.Select(f => f.Path));
        string events = Assert.Single(bundle.Files, f => f.Path == "events.txt").Text;
        Assert.Contains("ScalingReplicaSet", events, StringComparison.Ordinal);
        Assert.Contains("Killing", events, StringComparison.Ordinal);
        Assert.DoesNotContain("BackOff", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_ManyPods_LooksAtAFew()
    {
        for (int i = 0; i < 30; i++)
        {
            cluster.Put($"{Root}/pods/backend-{i}", Pod($"backend-{i}", "backend", ready: false, restarts: 0));
        }

        EvidenceBundle bundle = (await new PodEvidence(client).CollectAsync(new EvidenceRequest("p25", ["backend"], []), default))!;

        Assert.Equal(SuspectPods.MaximumPods, bundle.Files.Count);
    }

    [Fact]
    public async Task Collect_ClusterDoesNotAnswer_IsNothingAndNoException()
    {
        cluster.Intercept = (_, _) => (403, FakeCluster.Status(403, "Forbidden", "no"));

        Assert.Null(await new PodEvidence(client).CollectAsync(new EvidenceRequest("p25", ["backend"], []), default));
    }

    [Fact]
    public async Task Keep_LongLogs_KeepsTheirEndsWithinBoundsAndTheNewestFailuresOnly()
    {
        string log = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}: größer\n"));
        var bundle = new EvidenceBundle([.. Enumerable.Range(0, 12).Select(i => new EvidenceFile($"pod-{i}/c.log", log)), new EvidenceFile("one/line.log", new string('ü', 100_000))]);
        var keeper = new ClusterEvidence(client, "p25");

        for (int release = 1; release <= 8; release++)
        {
            Assert.Equal($"Secret/sluice-evidence-{release} in p25", (await keeper.KeepAsync(release, bundle, default)).Value);
        }

        Assert.Equal([4, 5, 6, 7, 8], Enumerable.Range(1, 8).Where(i => cluster.Get($"{Root}/secrets/sluice-evidence-{i}") is not null));
        var data = (JsonObject)cluster.Get($"{Root}/secrets/sluice-evidence-8")!["data"]!;
        byte[][] texts = [.. data.Select(d => Convert.FromBase64String(d.Value!.ToString()))];
        Assert.All(texts, t => Assert.InRange(t.Length, 1, ClusterEvidence.MaximumFileBytes));
        Assert.InRange(texts.Sum(t => t.Length), 1, ClusterEvidence.MaximumBytes);
        string kept = Encoding.UTF8.GetString(Convert.FromBase64String(data["pod-0_c.log"]!.ToString()));
        Assert.StartsWith("line ", kept, StringComparison.Ordinal);
        Assert.EndsWith("line 19999: größer\n", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keep_OneEndlessLine_KeepsWholeCharacters()
    {
        await new ClusterEvidence(client, "p25").KeepAsync(1, new EvidenceBundle([new EvidenceFile("p/c.log", "x" + new string('ü', 100_000))]), default);

        string kept = Encoding.UTF8.GetString(Convert.FromBase64String(cluster.Get($"{Root}/secrets/sluice-evidence-1")!["data"]!["p_c.log"]!.ToString()));
        Assert.InRange(kept.Length, 30_000, 32_768);
        Assert.Equal(new string('ü', kept.Length), kept);
    }

    private static JsonObject Event(string about, string reason) =>
        new() { ["type"] = "Normal", ["reason"] = reason, ["message"] = "x", ["involvedObject"] = new JsonObject { ["kind"] = "Pod", ["name"] = about } };

    private static JsonObject Pod(string name, string service, bool ready, int restarts, string revision = "") => (JsonObject)JsonNode.Parse("""
        {
          "metadata": { "name": "NAME", "labels": { "sluice.dev/service": "SERVICE", "sluice.dev/revision": "REVISION" } },
          "spec": { "containers": [{ "name": "SERVICE", "env": [{ "name": "A", "value": "in-the-pod" }], "envFrom": [{ "secretRef": { "name": "keys" } }] }] },
          "status": {
            "phase": "Running",
            "conditions": [{ "type": "Ready", "status": "READY" }],
            "containerStatuses": [{ "name": "SERVICE", "ready": true, "restartCount": 7777, "state": { "running": {} } }]
          }
        }
        """
        .Replace("NAME", name, StringComparison.Ordinal)
        .Replace("SERVICE", service, StringComparison.Ordinal)
        .Replace("REVISION", revision, StringComparison.Ordinal)
        .Replace("READY", ready ? "True" : "False", StringComparison.Ordinal)
        .Replace("7777", restarts.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal))!;
}

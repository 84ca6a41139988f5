using System.Text.Json;

namespace Sluice.EndToEnd.Harness;

/// <summary>An environment as <c>Status --json</c> tells it.</summary>
internal sealed record StageStatus(string Name, IReadOnlyList<ServiceStatus> Services, ReleaseStatus? LastRelease, LockStatus? Lock)
{
    public ServiceStatus this[string service] => Services.Single(status => status.Name == service);

    public static StageStatus Read(string json, string name) =>
        JsonSerializer.Deserialize<StatusFile>(json, JsonSerializerOptions.Web)!.Environments.Single(environment => environment.Name == name);

    private sealed record StatusFile(IReadOnlyList<StageStatus> Environments);
}

/// <summary>One service in it.</summary>
internal sealed record ServiceStatus(string Name, string Image, string Revision, int Ready, int Desired, Uri Url, IReadOnlyList<PodStatus> Pods);

/// <summary>One pod in it.</summary>
internal sealed record PodStatus(string Name, string State);

/// <summary>Who holds its lock.</summary>
internal sealed record LockStatus(string Holder, string Purpose, bool IsDead);

/// <summary>The last line of its ledger.</summary>
internal sealed record ReleaseStatus(int Number, string Outcome);

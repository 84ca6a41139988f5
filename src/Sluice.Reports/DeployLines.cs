using System.Globalization;
using Sluice.Rollouts;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Rollback;

namespace Sluice.Reports;

/// <summary>Says in one line what an event of a deploy means to the person who watches. Pure.</summary>
public static class DeployLines
{
    /// <summary>States that every pod goes through; the counts say enough about them.</summary>
    private static readonly string[] s_usual = ["Pending", "ContainerCreating", "PodInitializing", "Running", "Ready", "Terminating"];

    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(50);

    /// <summary>The line for an event, without a final newline; <see langword="null"/> for events that are not worth one.</summary>
    public static string? Describe(DeployEvent deployEvent) => Text(deployEvent) is { } text ? UntrustedText.Line(text) : null;

    private static string? Text(DeployEvent deployEvent) => deployEvent switch
    {
        DeployEvent.Validating e => $"Checking {e.Objects} objects against the cluster",
        DeployEvent.Validated { Created: 0, Configured: 0 } e => $"All {e.Unchanged} objects are as they should be",
        DeployEvent.Validated e => $"Valid: {e.Created} to create, {e.Configured} to change, {e.Unchanged} as they should be",
        DeployEvent.ObjectApplied { Change.Kind: ChangeKind.Unchanged } => null,
        DeployEvent.ObjectApplied e => $"  {(e.Change.Kind == ChangeKind.Created ? "created" : "changed")} {e.Change.Manifest}{(e.Change.SentAs is { } version ? $" as {version}" : "")}",
        DeployEvent.WaitingForReady e => $"Waiting for {Join(e.Services)}",
        // The last step of a service is its own event.
        DeployEvent.Progress e when e.Ready == e.Desired => null,
        DeployEvent.Progress e => $"  {e.Service}: {e.Ready} of {e.Desired} ready",
        DeployEvent.PodChanged e when s_usual.Contains(e.State) => null,
        DeployEvent.PodChanged { Detail: "" } e => $"  {e.Pod}: {e.State}",
        DeployEvent.PodChanged e => $"  {e.Pod}: {e.State} ({e.Detail})",
        DeployEvent.ServiceReady e when e.Elapsed < s_moment => $"  {e.Service} is ready",
        DeployEvent.ServiceReady e => $"  {e.Service} is ready after {Seconds(e.Elapsed)}",
        DeployEvent.LogLine e => $"    {e.Pod} | {e.Text}",
        DeployEvent.SmokeChecked e => $"  {e.Address.Service} answers at {e.Address.Url}",
        DeployEvent.Reconnecting e => $"  The connection to the cluster broke ({e.What}: {e.Why}); connecting again",
        DeployEvent.Recorded e => $"Recorded as release {e.Entry.Number} in the ledger",
        DeployEvent.ServiceFailed e => $"  {Of(e.Failure)}",
        DeployEvent.Switched e => $"All new requests go to {string.Join(", ", e.Stacks)}, {e.Elapsed.TotalSeconds:0.0} s after the return began",
        DeployEvent.Returning e => $"Going back to release {RollbackTargets.Name(e.Target)}",
        DeployEvent.Removed { Item.Result: Removal.Absent } => null,
        DeployEvent.Removed { Item.Result: Removal.Removed } e => $"  removed {e.Item.Manifest}",
        DeployEvent.Removed { Item.Result: Removal.NotOurs } e => $"  left {e.Item.Manifest}, which no release has any more: it belongs to {e.Item.Detail}",
        DeployEvent.Removed e => $"  could not remove {e.Item.Manifest}: {e.Item.Detail}",
        DeployEvent.Notice e => e.Text,
        _ => null,
    };

    /// <summary>Where a service fails, and how.</summary>
    public static string Of(ReadinessFailure failure)
    {
        var where = (failure.Pod, failure.Container) switch
        {
            ("", _) => failure.Service,
            (_, "") => failure.Pod,
            _ => $"{failure.Pod}, container {failure.Container}",
        };
        return $"{where}: {failure.State}: {failure.Reason}";
    }

    /// <summary><c>2.1 s</c> below a minute, <c>3 min 05 s</c> above.</summary>
    public static string Seconds(TimeSpan elapsed) => elapsed < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)elapsed.TotalMinutes} min {elapsed.Seconds:00} s");

    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    public static string Join(IReadOnlyList<string> words) => words.Count < 2
        ? string.Concat(words)
        : $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}";
}

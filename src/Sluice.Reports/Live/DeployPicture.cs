using Sluice.Rollouts;
using Sluice.Rollouts.Events;

namespace Sluice.Reports.Live;

/// <summary>What the live view knows of a deploy: each event gives the next picture. Pure.</summary>
public sealed record DeployPicture
{
    /// <summary>Log lines that are remembered.</summary>
    public const int MaximumLogLines = 20;

    /// <summary>Pods that are remembered of a service.</summary>
    public const int MaximumPods = 200;

    public static DeployPicture Empty { get; } = new();

    /// <summary>What is being done; empty before the first event.</summary>
    public string Phase { get; init; } = "";

    /// <summary>In the order they were first named.</summary>
    public IReadOnlyList<PictureService> Services { get; init; } = [];

    /// <summary>The newest lines of failing containers, oldest first, with their pods' names.</summary>
    public IReadOnlyList<string> LogLines { get; init; } = [];

    /// <summary>The picture after an event.</summary>
    /// <param name="deployEvent">What happened.</param>
    /// <param name="at">When, counted from the start of the deploy.</param>
    public DeployPicture After(DeployEvent deployEvent, TimeSpan at)
    {
        var next = DeployPhases.Of(deployEvent) is { } phase ? this with { Phase = UntrustedText.Line(phase) } : this;
        return deployEvent switch
        {
            // What comes back starts from the beginning.
            DeployEvent.Returning => next with { Services = [.. next.Services.Select(service => new PictureService(service.Name, ServicePhase.Waiting))] },
            DeployEvent.WaitingForReady e => e.Services.Aggregate(next, (picture, name) => picture.With(name, service => service.Phase == ServicePhase.Waiting
                ? service with { Phase = ServicePhase.Starting, Since = at }
                : service)),
            DeployEvent.ObjectApplied { Change: { Kind: not ChangeKind.Unchanged, Manifest: { Kind: "Deployment" } workload } } =>
                next.With(workload.Name, service => new PictureService(service.Name, ServicePhase.Waiting)),
            DeployEvent.Progress e => next.With(e.Service, service => service with { Ready = e.Ready, Desired = e.Desired }),
            DeployEvent.PodChanged e => next.With(e.Service, service => service with { Pods = With(service.Pods, new PicturePod(UntrustedText.Line(e.Pod), UntrustedText.Line(e.State), UntrustedText.Line(e.Detail))) }),
            DeployEvent.ServiceReady e => next.With(e.Service, service => service with { Phase = ServicePhase.Ready, Took = e.Elapsed, Reason = "" }),
            DeployEvent.ServiceFailed e => next.With(e.Failure.Service, service => service with { Phase = ServicePhase.Failed, Reason = UntrustedText.Line($"{e.Failure.State}: {e.Failure.Reason}") }),
            DeployEvent.LogLine e => next with { LogLines = [.. next.LogLines.TakeLast(MaximumLogLines - 1), UntrustedText.Line($"{e.Pod} | {e.Text}")] },
            _ => next,
        };
    }

    private DeployPicture With(string name, Func<PictureService, PictureService> change)
    {
        var clean = UntrustedText.Line(name);
        return this with
        {
            Services = Services.Any(service => service.Name == clean)
                ? [.. Services.Select(service => service.Name == clean ? change(service) : service)]
                : [.. Services, change(new PictureService(clean, ServicePhase.Waiting))],
        };
    }

    private static IReadOnlyList<PicturePod> With(IReadOnlyList<PicturePod> pods, PicturePod pod) => pods.Any(known => known.Name == pod.Name)
        ? [.. pods.Select(known => known.Name == pod.Name ? pod : known)]
        : [.. pods.TakeLast(MaximumPods - 1), pod];
}

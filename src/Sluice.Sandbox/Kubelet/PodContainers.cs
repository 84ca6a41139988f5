using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Kubelet.Images;
using Sluice.Sandbox.Kubelet.Launching;
using Sluice.Sandbox.Kubelet.Logs;
using Sluice.Sandbox.Kubelet.Pods;
using Sluice.Sandbox.Kubelet.Probes;
using Sluice.Sandbox.Kubelet.Processes;

namespace Sluice.Sandbox.Kubelet;

/// <summary>Carries out what a pod's machine decided about containers, and posts what came of it.</summary>
internal sealed class PodContainers(KubeletServices services, string address, PodFolder folder, Action<PodInput> post)
{
    private readonly ConcurrentDictionary<string, LocalImage> _images = new();
    private readonly ConcurrentDictionary<(string Container, int Instance), IRunningProcess> _processes = new();

    public void Carry(PodEffect effect, JsonObject pod, CancellationToken cancellationToken)
    {
        switch (effect)
        {
            case PodEffect.Pull pull:
                _ = PullAsync(pull.Container, pod, cancellationToken);
                break;
            case PodEffect.Start start:
                Start(start, pod);
                break;
            case PodEffect.Stop stop:
                _ = StopAsync(stop, pod, cancellationToken);
                break;
            case PodEffect.Kill kill:
                Find(kill.Container, kill.Instance)?.Kill();
                break;
            case PodEffect.Probe probe:
                _ = ProbeAsync(probe, pod, cancellationToken);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(effect));
        }
    }

    public async Task EndAllAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        var running = _processes.Values.ToList();
        running.ForEach(p => p.Terminate());
        var ended = Task.WhenAll(running.Select(p => p.Exited));
        await Task.WhenAny(ended, Task.Delay(grace, services.Time, cancellationToken)).ConfigureAwait(false);
        running.ForEach(p => p.Kill());
        await ended.ConfigureAwait(false);
    }

    private IRunningProcess? Find(ContainerSpec container, int instance) => _processes.GetValueOrDefault((container.Name, instance));

    private async Task PullAsync(ContainerSpec container, JsonObject pod, CancellationToken cancellationToken)
    {
        string list = container.IsInit ? "initContainers" : "containers";
        services.Events.Record(
            Note.Normal(pod, "Pulling", $"Pulling image \"{container.Image}\""), KubeletServices.Component, $"spec.{list}{{{container.Name}}}");
        var outcome = await services.Images.PullAsync(container.Image, cancellationToken).ConfigureAwait(false);
        if (outcome.Image is not { } image)
        {
            post(new PodInput.ImageFailed(container.Name, outcome.Message));
            return;
        }

        _images[container.Name] = image;
        post(new PodInput.ImageReady(container.Name, image.ImageId, outcome.Message));
    }

    private void Start(PodEffect.Start start, JsonObject pod)
    {
        string name = start.Container.Name;
        try
        {
            var plan = services.Launcher.Plan(pod, name, _images[name], address, folder);
            if (plan.Launch is not { } launch)
            {
                post(new PodInput.StartFailed(name, start.Instance, plan.Problem!));
                return;
            }

            var process = services.Processes.Start(launch, OpenLog(name, start.Instance));
            _processes[(name, start.Instance)] = process;
            post(new PodInput.Started(name, start.Instance));
            _ = AwaitEndAsync(name, start.Instance, process);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            CloseLog(name, start.Instance);
            post(new PodInput.StartFailed(name, start.Instance, new StartProblem(StartProblem.Run, e.Message)));
        }
    }

    private ContainerLog OpenLog(string container, int instance)
    {
        string path = folder.Log(container, instance);
        var log = services.OpenLogs[path] = new ContainerLog(path, services.Time);

        // The present and the previous instance's logs are kept.
        File.Delete(folder.Log(container, instance - 2));
        File.Delete($"{folder.Log(container, instance - 2)}.1");
        return log;
    }

    private void CloseLog(string container, int instance)
    {
        if (services.OpenLogs.TryRemove(folder.Log(container, instance), out var log))
        {
            log.Dispose();
        }
    }

    private async Task AwaitEndAsync(string container, int instance, IRunningProcess process)
    {
        int code = await process.Exited.ConfigureAwait(false);
        _processes.TryRemove((container, instance), out _);
        CloseLog(container, instance);
        post(new PodInput.Exited(container, instance, code));
    }

    private async Task StopAsync(PodEffect.Stop stop, JsonObject pod, CancellationToken cancellationToken)
    {
        if (stop.Container.PreStop is { } hook)
        {
            // The machine's SIGKILL ends the wait: the grace period covers the hook.
            var result = await ActAsync(hook, stop.Container.Name, pod, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            if (!result.IsGood)
            {
                services.Events.Record(Note.Warning(pod, "FailedPreStopHook", $"PreStopHook failed: {result.Message}"), KubeletServices.Component);
            }
        }

        Find(stop.Container, stop.Instance)?.Terminate();
    }

    private async Task ProbeAsync(PodEffect.Probe probe, JsonObject pod, CancellationToken cancellationToken)
    {
        var result = await ActAsync(probe.Spec.Action, probe.Container.Name, pod, probe.Spec.Timeout, cancellationToken).ConfigureAwait(false);
        post(new PodInput.Probed(probe.Container.Name, probe.Instance, probe.Spec.Kind, result.IsGood, result.Message));
    }

    private async Task<ActionResult> ActAsync(PodAction action, string container, JsonObject pod, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (action.Sleep is { } sleep)
        {
            await Task.Delay(sleep, services.Time, cancellationToken).ConfigureAwait(false);
            return new ActionResult(true, "");
        }

        return action.Command is { } command
            ? await ExecuteAsync(command, container, pod, timeout, cancellationToken).ConfigureAwait(false)
            : await services.Actions.RunAsync(action, address, timeout, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ActionResult> ExecuteAsync(IReadOnlyList<string> command, string container, JsonObject pod, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var plan = services.Launcher.PlanCommand(pod, container, _images[container], address, folder, command);
        if (plan.Launch is not { } launch)
        {
            return new ActionResult(false, plan.Problem!.Message);
        }

        try
        {
            using var log = new ContainerLog(Path.Combine(folder.Root, container, "exec.log"), services.Time, limit: 64 << 10);
            var process = services.Processes.Start(launch, log);
            if (await Task.WhenAny(process.Exited, Task.Delay(timeout, services.Time, cancellationToken)).ConfigureAwait(false) != process.Exited)
            {
                process.Kill();
            }

            int code = await process.Exited.ConfigureAwait(false);
            return new ActionResult(code == 0, $"command \"{string.Join(' ', command)}\" ended with exit code {code}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ActionResult(false, e.Message);
        }
    }
}

using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Kubelet.Images;
using Sluice.Sandbox.Kubelet.Pods;
using Sluice.Sandbox.Kubelet.Processes;
using Sluice.Sandbox.Kubelet.Variables;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Kubelet.Launching;

/// <summary>A launch, or why there is none.</summary>
internal sealed record LaunchPlan(ProcessLaunch? Launch, StartProblem? Problem);

/// <summary>Turns a container of a pod into a program of this machine.</summary>
internal sealed class ContainerLauncher(IObjectStore store, string home)
{
    public LaunchPlan Plan(JsonObject pod, string container, LocalImage image, string address, PodFolder folder)
    {
        var ready = Prepare(pod, container, image, address, folder);
        if (ready.Problem is { } problem)
        {
            return new LaunchPlan(null, new StartProblem(StartProblem.Config, problem));
        }

        var command = CommandLine.Of(ready.Container, image, ready.Variables, ready.Paths);
        return command.File is { } file
            ? new LaunchPlan(new ProcessLaunch(file, command.Arguments, WorkingFolder(ready, image), ready.Variables), null)
            : new LaunchPlan(null, new StartProblem(StartProblem.Run, command.Problem!));
    }

    /// <summary>A command beside the container's own program: an exec probe or hook.</summary>
    public LaunchPlan PlanCommand(JsonObject pod, string container, LocalImage image, string address, PodFolder folder, IReadOnlyList<string> words)
    {
        var ready = Prepare(pod, container, image, address, folder);
        var command = CommandLine.Of(words, image.WorkingDirectory, ready.Paths);
        return command.File is { } file
            ? new LaunchPlan(new ProcessLaunch(file, command.Arguments, WorkingFolder(ready, image), ready.Variables), null)
            : new LaunchPlan(null, new StartProblem(StartProblem.Run, command.Problem!));
    }

    private static string WorkingFolder(Prepared ready, LocalImage image)
    {
        string folder = ready.Paths.Folder(ready.Container.Text("workingDir") ?? image.WorkingDirectory);
        return Directory.Exists(folder) ? folder : image.RootFs;
    }

    private Prepared Prepare(JsonObject pod, string name, LocalImage image, string address, PodFolder folder)
    {
        folder.Create();
        var container = pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).First(c => c.Text("name") == name);
        var mounts = PodVolumes.Prepare(store, pod, container, folder, new ClaimFolders(home), out string? missing);
        var paths = new PathMap(image.RootFs, mounts);
        var asked = new ContainerVariables(store, pod, address).Read(container, image.Variables);
        var variables = asked.Variables.ToDictionary(p => p.Key, p => paths.Mounted(p.Value) ?? p.Value);
        variables["PATH"] = HostPrograms.Path;
        variables["HOSTNAME"] = pod.Name();
        variables["TMPDIR"] = folder.TemporaryFolder;
        variables["HOME"] = folder.HomeFolder;
        variables[Leftovers.Mark] = home;
        variables.TryAdd("DOTNET_gcServer", "0");
        variables.TryAdd("DOTNET_TieredPGO", "0");
        variables.TryAdd("DOTNET_CLI_TELEMETRY_OPTOUT", "1");
        if (HostPrograms.Dotnet is { } dotnet)
        {
            variables.TryAdd("DOTNET_ROOT", Path.GetDirectoryName(dotnet)!);
        }

        NetworkVariables.Set(variables, container, address);
        return new Prepared(container, paths, variables, missing ?? asked.Problem);
    }

    private sealed record Prepared(JsonObject Container, PathMap Paths, IReadOnlyDictionary<string, string> Variables, string? Problem);
}

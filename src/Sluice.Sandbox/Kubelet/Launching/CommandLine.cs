using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Kubelet.Images;
using Sluice.Sandbox.Kubelet.Processes;
using Sluice.Sandbox.Kubelet.Variables;

namespace Sluice.Sandbox.Kubelet.Launching;

/// <summary>What a container runs: the executable and its arguments, with the paths of this machine.</summary>
internal sealed record CommandLine(string? File, IReadOnlyList<string> Arguments, string? Problem)
{
    /// <summary>The spec's command replaces the image's entrypoint and command, the spec's args only the latter.</summary>
    public static CommandLine Of(JsonObject container, LocalImage image, IReadOnlyDictionary<string, string> variables, PathMap paths)
    {
        var command = container.Texts("command") is { Count: > 0 } said ? said : null;
        var arguments = container.Texts("args") is { Count: > 0 } given ? given : null;
        IReadOnlyList<string> words = [.. command ?? image.Entrypoint, .. arguments ?? (command is null ? image.Command : [])];
        return Of(words.Select(w => VariableExpansion.Expand(w, variables)).ToList(), image.WorkingDirectory, paths);
    }

    public static CommandLine Of(IReadOnlyList<string> words, string folder, PathMap paths)
    {
        if (words.Count == 0)
        {
            return new CommandLine(null, [], "no command specified: the image has no entrypoint; set command in the pod's spec or an entrypoint in the image");
        }

        return Executable(words[0], folder, paths) is { } file
            ? new CommandLine(file, words.Skip(1).Select(paths.Map).ToList(), null)
            : new CommandLine(null, [], $"exec: \"{words[0]}\": executable file not found in the image nor on this machine");
    }

    private static string? Executable(string name, string folder, PathMap paths)
    {
        if (name == "dotnet")
        {
            return HostPrograms.Dotnet;
        }

        if (name.Contains('/', StringComparison.Ordinal))
        {
            string path = paths.Map(name.StartsWith('/') ? name : Path.Combine(folder, name));
            return HostPrograms.IsExecutable(path) ? path : null;
        }

        return HostPrograms.Path.Split(':').Select(f => paths.InRootFs($"{f}/{name}")).FirstOrDefault(HostPrograms.IsExecutable) ?? HostPrograms.Find(name);
    }
}

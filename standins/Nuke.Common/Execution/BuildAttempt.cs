using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>Remembers what succeeded in a run, for <c>--continue</c>. The first line names the run: its invoked targets.</summary>
internal static class BuildAttempt
{
    private static AbsolutePath Record => NukeBuild.TemporaryDirectory / "build-attempt.log";

    /// <summary>The targets that succeeded when the same targets were last asked for; empty otherwise.</summary>
    public static IReadOnlyCollection<string> Succeeded(NukeBuild build)
    {
        var lines = Record.FileExists() ? Record.ReadAllLines() : [];
        return lines.Length > 0 && lines[0] == Name(build) ? lines.Skip(1).ToHashSet() : [];
    }

    public static void Begin(NukeBuild build) => File.WriteAllLines(
        Record, build.Continue ? Succeeded(build).Prepend(Name(build)) : [Name(build)]);

    public static void Add(ExecutableTarget target) => File.AppendAllLines(Record, [target.Name]);

    private static string Name(NukeBuild build) => string.Join(' ', build.InvokedTargets.Select(x => x.Name));
}

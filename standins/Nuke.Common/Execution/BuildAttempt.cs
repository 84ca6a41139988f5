using Nuke.Common.IO;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>Remembers what succeeded in a run, for <c>--continue</c>. The first line names the run: its invoked targets.</summary>
internal static class BuildAttempt
{
    private static AbsolutePath Record => NukeBuild.TemporaryDirectory / "build-attempt.log";

    /// <summary>The targets that succeeded when the same targets were last asked for; empty otherwise.</summary>
    public static IReadOnlyCollection<string> Succeeded(NukeBuild build)
    {
        var lines = Record.FileExists() ? Record.ReadAllLines() : [];
        if (lines.Length > 0 && lines[0] == Name(build))
        {
            return lines.Skip(1).ToHashSet();
        }

        Log.Warning("The previous attempt was for other targets: --continue starts from the beginning");
        return [];
    }

    public static void Begin(NukeBuild build, IEnumerable<string> succeeded) => File.WriteAllLines(Record, succeeded.Prepend(Name(build)));

    public static void Add(ExecutableTarget target) => File.AppendAllLines(Record, [target.Name]);

    private static string Name(NukeBuild build) => string.Join(' ', build.InvokedTargets.Select(x => x.Name));
}

using System.Collections;
using Nuke.Common;
using Sluice.Nuke.Arguments;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Hosting;

/// <summary>
/// What a build class does before it hands over to the engine: stray environment variables are kept from becoming
/// parameters, <c>:complete</c> is answered, and every mistake in arguments, variables and parameter files is bad input
/// (exit 2) that changes nothing.
/// </summary>
public static class CommandLine
{
    /// <summary>First argument of the call that shells make on TAB; the second is the line typed so far.</summary>
    private const string Complete = ":complete";

    /// <summary>Runs the build unless the command line asks for something else or is wrong.</summary>
    /// <typeparam name="TBuild">The build class.</typeparam>
    /// <param name="execute"><c>() => Execute&lt;Build&gt;(x => x.Compile)</c></param>
    /// <returns>The exit code of the process.</returns>
    public static int Run<TBuild>(Func<int> execute)
        where TBuild : NukeBuild
    {
        var surface = BuildSurface.Of(typeof(TBuild));
        EnvironmentShield.Raise(surface);
        var arguments = Environment.GetCommandLineArgs()[1..];
        var root = RootOf(arguments);
        if (arguments is [Complete, ..])
        {
            foreach (var word in Completion.Answer(surface, root, arguments.ElementAtOrDefault(1) ?? ""))
            {
                Console.WriteLine(word);
            }

            return ExitCodes.Done;
        }

        var mistakes = Mistakes(surface, arguments, Variables(), root);
        if (mistakes.Count == 0)
        {
            return execute();
        }

        foreach (var mistake in mistakes)
        {
            Console.Error.WriteLine(mistake);
        }

        return ExitCodes.BadInput;
    }

    /// <summary>Everything that is wrong, a line each.</summary>
    internal static IReadOnlyList<string> Mistakes(BuildSurface surface, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, string root) =>
    [
        .. ArgumentCheck.Mistakes(surface, arguments)
            .Concat(EnvironmentShield.Mistakes(surface, variables))
            .Concat(ParameterFileCheck.Mistakes(surface, root, ArgumentCheck.Values(arguments, "Profile") ?? []))
            .Distinct(),
    ];

    /// <summary>As the engine finds it: named, else the nearest folder upward with <c>.nuke</c> in it.</summary>
    private static string RootOf(string[] arguments)
    {
        var start = Environment.CurrentDirectory;
        if (ArgumentCheck.Values(arguments, "Root") is { } named)
        {
            return Path.GetFullPath(named.Count > 0 ? named[0] : start);
        }

        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, ".nuke")))
            {
                return folder.FullName;
            }
        }

        return start;
    }

    private static Dictionary<string, string> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}

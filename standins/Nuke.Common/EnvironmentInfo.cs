using System.Collections.ObjectModel;
using Nuke.Common.IO;

namespace Nuke.Common;

/// <summary>The machine and the process that the build runs in.</summary>
public static class EnvironmentInfo
{
    public static IReadOnlyCollection<string> CommandLineArguments => BuildEnvironment.Current.Arguments;

    public static string NewLine => Environment.NewLine;

    public static string MachineName => Environment.MachineName;

    public static AbsolutePath WorkingDirectory
    {
        get => BuildEnvironment.Current.WorkingDirectory;
        set
        {
            Environment.CurrentDirectory = value;
            BuildEnvironment.Current.WorkingDirectory = value;
        }
    }

    public static bool IsUnix => !IsWin;

    public static bool IsWin => OperatingSystem.IsWindows();

    public static bool IsLinux => OperatingSystem.IsLinux();

    public static bool IsOsx => OperatingSystem.IsMacOS();

    public static ReadOnlyDictionary<string, string> Variables => new(BuildEnvironment.Current.Variables.ToDictionary(x => x.Key, x => x.Value));

    /// <summary>True if the command line has <c>--name</c>, with or without a value.</summary>
    public static bool HasArgument(string name) => BuildEnvironment.Current.CommandLine.Has(name);

    public static bool HasVariable(string name, bool allowEmpty = true) =>
        BuildEnvironment.Current.Variables.TryGetValue(name, out var value) && (allowEmpty || value.Length > 0);

    public static string GetVariable(string name) => BuildEnvironment.Current.Variables.GetValueOrDefault(name);
}

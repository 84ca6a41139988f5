using System.Collections;
using Nuke.Common.Execution;
using Nuke.Common.Hosts;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

/// <summary>What the process was started with, and what follows from that alone; tests put their own in its place.</summary>
internal sealed class BuildEnvironment
{
    private readonly Lazy<Host> _host;

    public BuildEnvironment(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, string workingDirectory)
    {
        Arguments = arguments;
        Variables = variables;
        WorkingDirectory = workingDirectory;
        CommandLine = CommandLine.Parse(arguments);
        Places = new BuildPlaces(this);
        Parameters = new ParameterService(this);
        _host = new Lazy<Host>(() => HostDetection.Detect(this));
    }

    public static BuildEnvironment Current { get; set; } = OfProcess();

    public IReadOnlyList<string> Arguments { get; }

    public IReadOnlyDictionary<string, string> Variables { get; }

    public string WorkingDirectory { get; set; }

    public CommandLine CommandLine { get; }

    public BuildPlaces Places { get; }

    public ParameterService Parameters { get; }

    public Host Host
    {
        get => field ?? _host.Value;
        set;
    }

    private static BuildEnvironment OfProcess() =>
        new(Environment.GetCommandLineArgs()[1..], ProcessVariables(), Environment.CurrentDirectory);

    private static Dictionary<string, string> ProcessVariables()
    {
        var variables = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string)entry.Value;
        }

        return variables;
    }
}

using System.Linq.Expressions;
using Nuke.Common;
using Nuke.Common.Execution;
using Target = Nuke.Common.Target;

namespace StandIns.NukeCommon.Tests.Engine;

/// <summary>Runs build classes in this process, each in a fresh repository root.</summary>
internal sealed class Engine : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly Dictionary<string, string> _variables = [];

    public Engine()
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, ".nuke"));
    }

    /// <summary>What the targets of the running build did, in order.</summary>
    public static List<string> Steps { get; } = [];

    public string Root => _root.Path;

    public string Output { get; private set; } = "";

    public int ExitCode { get; private set; }

    public Engine WithVariable(string name, string value)
    {
        _variables[name] = value;
        return this;
    }

    public Engine WithFile(string name, string content)
    {
        _root.Write(name, content);
        return this;
    }

    public Engine Run<T>(Expression<Func<T, Target>>? defaultTarget, params string[] arguments)
        where T : NukeBuild, new()
    {
        Steps.Clear();
        BuildEnvironment.Current = new BuildEnvironment(arguments, _variables, Root);
        var console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            ExitCode = BuildManager.Execute<T>(defaultTarget is null ? [] : [defaultTarget]);
        }
        finally
        {
            Console.SetOut(console);
            Output = output.ToString();
        }

        return this;
    }

    public Engine Run<T>(params string[] arguments)
        where T : NukeBuild, new() => Run<T>(null, arguments);

    public void Dispose() => _root.Dispose();
}

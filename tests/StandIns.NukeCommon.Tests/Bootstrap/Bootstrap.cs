using System.Diagnostics;

namespace StandIns.NukeCommon.Tests.Bootstrap;

/// <summary>build.sh in a small repository of its own, with a dotnet that only writes down what it is asked.</summary>
internal sealed class Bootstrap : IDisposable
{
    private const string FakeDotnet = """
        #!/bin/bash
        printf '%s\n' "$*" >>"$FAKE/log"
        answer() { [[ ! -f $FAKE/$1.output ]] || cat "$FAKE/$1.output"; [[ ! -f $FAKE/$1.exit ]] || exit "$(<"$FAKE/$1.exit")"; }
        case $1 in
            --list-sdks) answer sdks ;;
            restore) answer restore ;;
            publish)
                env >"$FAKE/publish.environment"
                [[ ! -p $FAKE/gate ]] || read -r <"$FAKE/gate"
                [[ $* == *PublishReadyToRun=false* ]] || answer publish
                for argument in "$@"; do
                    [[ $argument != -p:BootstrapOutput=* ]] || echo built >"${argument#*=}_build.dll"
                done
                ;;
            *_build.dll)
                shift
                printf 'process %s in %s with' $$ "$PWD"
                printf ' <%s>' "$@"
                answer run
                ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new();

    public Bootstrap()
    {
        Directory.CreateDirectory(Repository);
        Directory.CreateDirectory(Fake);
        File.Copy(Path.Combine(StandIns.NukeCommon.Tests.Repository.Root, "build.sh"), Path.Combine(Repository, "build.sh"));
        Write("build/_build.csproj", "<Project/>");
        Write("src/Some/Code.cs", "class Code;");
        Write("tests/Some/Test.cs", "class Test;");
        Write("Directory.Build.props", "<Project/>");
        Write("global.json", "{}");
        Answer("sdks", "10.0.401 [/usr/share/dotnet/sdk]");
        var dotnet = _folder.Write("fake/bin/dotnet", FakeDotnet);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public string Repository => Path.Combine(_folder.Path, "a repository");

    public string Fake => Path.Combine(_folder.Path, "fake");

    public string Elsewhere => _folder.Path;

    public IReadOnlyList<string> Calls => File.Exists(Path.Combine(Fake, "log")) ? File.ReadAllLines(Path.Combine(Fake, "log")) : [];

    public int Compiles => Calls.Count(x => x.StartsWith("publish", StringComparison.Ordinal));

    public string? RememberedPackages => File.Exists(PackagesFile) ? File.ReadAllText(PackagesFile) : null;

    private string PackagesFile => Path.Combine(Repository, ".nuke/temp/packages.props");

    public void Write(string name, string content) => _folder.Write(Path.Combine("a repository", name), content);

    public void Delete(string name) => File.Delete(Path.Combine(Repository, name));

    /// <summary>What the fake says when asked for sdks, restore, publish or run.</summary>
    public void Answer(string question, string output, int exitCode = 0)
    {
        File.Delete(Path.Combine(Fake, question + ".exit"));
        _folder.Write($"fake/{question}.output", output + "\n");
        if (exitCode != 0)
        {
            _folder.Write($"fake/{question}.exit", $"{exitCode}");
        }
    }

    /// <summary>A path with the tools that build.sh uses and no dotnet.</summary>
    public string PathWithoutDotnet()
    {
        var tools = Path.Combine(_folder.Path, "tools");
        Directory.CreateDirectory(tools);
        foreach (var tool in new[] { "find", "sort", "cksum", "mkdir", "grep", "sed", "awk", "cut", "paste", "cat", "flock", "mv", "rm" })
        {
            File.CreateSymbolicLink(Path.Combine(tools, tool), $"/usr/bin/{tool}");
        }

        return tools;
    }

    public Result Run(params string[] arguments) => Finish(Start(arguments));

    public Process Start(string[] arguments, string? from = null, string? path = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo("/bin/bash", [Path.Combine(Repository, "build.sh"), .. arguments])
        {
            WorkingDirectory = from ?? Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = path ?? $"{Fake}/bin:/usr/bin:/bin";
        start.Environment["FAKE"] = Fake;
        start.Environment.Remove("SLUICE_PACKAGES");
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static Result Finish(Process process)
    {
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new Result(process.ExitCode, process.Id, output, error.GetAwaiter().GetResult());
        }
    }

    public void Dispose() => _folder.Dispose();

    internal sealed record Result(int ExitCode, int ProcessId, string Output, string Error);
}

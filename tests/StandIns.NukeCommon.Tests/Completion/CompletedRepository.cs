using System.Diagnostics;
using System.Text;

namespace StandIns.NukeCommon.Tests.Completion;

/// <summary>A folder with the completion scripts and a build.sh that knows four words, and says what it was run with.</summary>
internal sealed class CompletedRepository : IDisposable
{
    private const string Script = """
        #!/bin/bash
        if [[ $1 == :complete ]]; then
            echo "$2" >>asked
            case $2 in
                *' --colour '*) printf '%s\n' Red Blue | grep -i -- "^${2##* }" ;;
                *' --file '*) ;;
                *) printf '%s\n' DeployStage DeployProd --colour --file | grep -i -- "^${2##* }" ;;
            esac
            exit 0
        fi
        printf 'ran with'
        printf ' <%s>' "$@"
        echo
        """;

    /// <summary>For start-up files.</summary>
    public const string Prompt = "ready> ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    public CompletedRepository()
    {
        Write("build.sh", Script);
        Write("elsewhere/build.sh", "#!/bin/bash\necho run >>ran\n");
        File.WriteAllText(Path.Combine(Root, "a-file.yaml"), "");
    }

    public string Root => _folder.Path;

    public static string Scripts => Path.Combine(Repository.Root, "completion");

    /// <summary>Types a line, TAB included, at the prompt of an interactive shell on a terminal of its own; gives all that it shows.</summary>
    /// <param name="shell">Command of the shell; its start-up file is <paramref name="startUp"/>.</param>
    /// <param name="startUp">Name and content of the shell's start-up file.</param>
    /// <param name="line">What is typed before Enter.</param>
    public string Type(string shell, (string Name, string Content) startUp, string line)
    {
        _folder.Write(startUp.Name, startUp.Content + "\n");
        var start = new ProcessStartInfo("script", ["-qfec", shell, "/dev/null"])
        {
            WorkingDirectory = Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "dumb";
        start.Environment["HOME"] = Root;
        start.Environment["ZDOTDIR"] = Root;
        start.Environment["INPUTRC"] = "/dev/null";
        using var process = Process.Start(start)!;
        using var watchdog = new CancellationTokenSource(Patience);
        using var registration = watchdog.Token.Register(() => process.Kill(entireProcessTree: true));
        Read(process, Prompt);
        process.StandardInput.Write(line + "\n");
        process.StandardInput.Write("echo finished$((1 + 1))\n");
        var shown = Read(process, "finished2");
        process.StandardInput.Write("exit\n");
        process.WaitForExit();
        return shown;
    }

    public bool Exists(string name) => File.Exists(Path.Combine(Root, name));

    public void Dispose() => _folder.Dispose();

    private void Write(string name, string content) =>
        File.SetUnixFileMode(_folder.Write(name, content), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private static string Read(Process process, string until)
    {
        var text = new StringBuilder();
        while (!text.ToString().Contains(until, StringComparison.Ordinal) && process.StandardOutput.Read() is var letter and >= 0)
        {
            text.Append((char)letter);
        }

        return text.ToString();
    }
}

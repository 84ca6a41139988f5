using System.Globalization;
using System.Text.Json;

namespace Sluice.EndToEnd.Harness;

/// <summary>A team's repository: a copy of the sample application with a sandbox of its own. Everything in it is ended and deleted in the end.</summary>
internal sealed class Workspace : IAsyncDisposable
{
    private readonly string _place;
    private readonly string _program;

    private Workspace(string place)
    {
        _place = place;
        Root = Path.Combine(place, "pc bench"); // a blank, as people's folders have
        _program = Path.Combine(place, "build", "_build.dll");
    }

    public string Root { get; }

    public string Temporary => Path.Combine(Root, ".nuke", "temp");

    public string SandboxHome => Path.Combine(Temporary, "sandbox");

    public string Kubeconfig => Path.Combine(SandboxHome, "kubeconfig");

    /// <summary>The process of the sandbox that runs here.</summary>
    /// <exception cref="FileNotFoundException">None does.</exception>
    public int SandboxPid => Sandbox("pid").GetInt32();

    /// <summary>Where the sandbox that runs here serves all Ingresses and HTTPRoutes.</summary>
    /// <exception cref="FileNotFoundException">None does.</exception>
    public Uri WayIn => new(Sandbox("ingressUrl").GetString()!);

    public static async Task<Workspace> CreateAsync()
    {
        var compiled = Repository.CompiledBuild();
        var workspace = new Workspace(Directory.CreateTempSubdirectory("sluice-e2e-").FullName);

        // A copy: a ./build.sh that compiles meanwhile changes nothing under the tests.
        Folders.Copy(compiled, Path.GetDirectoryName(workspace._program)!);
        foreach (var folder in new[] { "k8s", "samples" })
        {
            Folders.Copy(Path.Combine(Repository.Root, folder), Path.Combine(workspace.Root, folder));
        }

        foreach (var file in new[] { "sluice.yaml", "global.json", ".gitignore" })
        {
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(workspace.Root, file));
        }

        // Most scenarios change frontend; backend keeps the delay that lets a rolling update lose no request.
        workspace.Edit("k8s/base/frontend/configmap.yaml", "SHUTDOWN_DELAY_SECONDS: \"5\"", "SHUTDOWN_DELAY_SECONDS: \"1\"");
        Directory.CreateDirectory(workspace.Temporary);
        await workspace.GitAsync("init", "--quiet", "--initial-branch", "main");
        await workspace.GitAsync("config", "user.name", "Robin");
        await workspace.GitAsync("config", "user.email", "robin@example.invalid");
        await workspace.CommitAsync("first");
        return workspace;
    }

    /// <summary>Lets people (and pages) type <c>./build.sh</c> here; it runs the compiled build.</summary>
    public async Task AddBuildScriptAsync()
    {
        var script = Path.Combine(Root, "build.sh");
        await File.WriteAllTextAsync(script, $"#!/usr/bin/env bash\nexec dotnet '{_program}' \"$@\" --root '{Root}'\n");
        await Shell.RunAsync(Root, "chmod", "+x", script);
        await CommitAsync("build.sh");
    }

    public RunningBuild Start(params string[] arguments) => RunningBuild.Start(_program, Root, arguments);

    public async Task<BuildResult> RunAsync(params string[] arguments)
    {
        using var build = Start(arguments);
        return await build.EndAsync();
    }

    /// <summary>Runs it with environment variables of a build server.</summary>
    public async Task<BuildResult> RunOnAsync(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        using var build = RunningBuild.Start(_program, Root, arguments, variables);
        return await build.EndAsync();
    }

    /// <summary>What <c>Status --json</c> says of an environment.</summary>
    public async Task<StageStatus> StatusAsync(string environment = "stage")
    {
        (await RunAsync("Status", "--json", ".nuke/temp/status.json")).Expect(0);
        return StageStatus.Read(File.ReadAllText(Path.Combine(Temporary, "status.json")), environment);
    }

    /// <summary>Commits everything.</summary>
    public async Task CommitAsync(string message)
    {
        await GitAsync("add", ".");
        await GitAsync("commit", "--quiet", "--allow-empty", "--message", message);
    }

    /// <summary>Takes every edit and commit since a tag back.</summary>
    public async Task ResetAsync(string tag)
    {
        await GitAsync("reset", "--quiet", "--hard", tag);
        await GitAsync("clean", "-fd", "--quiet");
    }

    /// <summary>Gives the present commit a tag.</summary>
    public Task TagAsync(string tag) => GitAsync("tag", tag);

    /// <summary>Replaces the only occurrence of a text in a file.</summary>
    public void Edit(string file, string from, string to)
    {
        var path = Path.Combine(Root, file);
        var text = File.ReadAllText(path);
        Assert.Equal(2, text.Split(from).Length);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Adds a line at the end of a service's ConfigMap.</summary>
    public void Configure(string service, string variable, string value) =>
        File.AppendAllText(Path.Combine(Root, "k8s", "base", service, "configmap.yaml"), $"  {variable}: \"{value}\"\n");

    /// <summary>Takes every edit back.</summary>
    public async Task RestoreAsync()
    {
        await GitAsync("checkout", "--quiet", "--", ".");
        await GitAsync("clean", "-fd", "--quiet");
    }

    /// <summary>Processes that run for this workspace: a build and what it started, the sandbox and its pods.</summary>
    public IReadOnlyList<ProcessEntry> Processes() => ProcessTable.Of(_place);

    /// <summary>The sandbox and its pods.</summary>
    public IReadOnlyList<ProcessEntry> SandboxProcesses() => ProcessTable.Of(SandboxHome);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync("SandboxDown");
        }
        finally
        {
            foreach (var left in Processes())
            {
                await Shell.RunAsync("/", "/bin/sh", "-c", $"kill -KILL {left.Pid.ToString(CultureInfo.InvariantCulture)} || true");
            }

            await ProcessTable.LeftAfterAsync(TimeSpan.FromSeconds(5), Processes);
            Directory.Delete(_place, recursive: true);
        }
    }

    private JsonElement Sandbox(string name)
    {
        using var state = JsonDocument.Parse(File.ReadAllText(Path.Combine(SandboxHome, "sandbox.json")));
        return state.RootElement.GetProperty(name).Clone();
    }

    private Task GitAsync(params string[] arguments) => Shell.RunAsync(Root, "git", arguments);
}

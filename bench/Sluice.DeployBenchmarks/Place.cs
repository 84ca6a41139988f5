using System.Diagnostics;
using System.Text.Json;

namespace Sluice.DeployBenchmarks;

/// <summary>A copy of the sample application with a sandbox of its own. All of it is ended and deleted in the end.</summary>
internal sealed class Place : IAsyncDisposable
{
    /// <summary>Variables that would reach the build although they are meant for the process that measures.</summary>
    private static readonly string[] s_foreign = ["MSBUILD", "DOTNET_CLI_", "DOTNET_HOST_PATH", "KUBECONFIG", "GITHUB_", "NUKE_"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-bench-");
    private readonly string _repository = FindRoot();

    public string Root => Path.Combine(_folder.FullName, "pcbench");

    /// <summary>Folder with the images that were built.</summary>
    public string Images => Path.Combine(Root, ".nuke", "temp", "images");

    public static async Task<Place> CreateAsync()
    {
        var place = new Place();
        foreach (var item in new[] { "k8s", "samples", "sluice.yaml", "global.json", ".gitignore" })
        {
            Copy(Path.Combine(place._repository, item), Path.Combine(place.Root, item));
        }

        Copy(place.CompiledBuild(), Path.Combine(place._folder.FullName, "build"));
        Directory.CreateDirectory(Path.Combine(place.Root, ".nuke"));
        foreach (var arguments in new[] { "init --quiet", "add .", "-c user.name=Bench -c user.email=bench@example.invalid commit --quiet --message first" })
        {
            (await place.RunAsync("git", arguments.Split(' '))).Expect(0);
        }

        return place;
    }

    /// <summary>Runs targets of the build.</summary>
    public Task<BuildRun> BuildAsync(params string[] arguments) =>
        RunAsync("dotnet", [Path.Combine(_folder.FullName, "build", "_build.dll"), .. arguments, "--root", Root]);

    /// <summary>Runs targets of the build; each line that it prints is told at once, one after another.</summary>
    public Task<BuildRun> BuildAsync(Action<string> heard, params string[] arguments) =>
        RunAsync("dotnet", [Path.Combine(_folder.FullName, "build", "_build.dll"), .. arguments, "--root", Root], heard);

    /// <summary>Runs a program in the copy.</summary>
    public Task<BuildRun> RunAsync(string program, params string[] arguments) => RunAsync(program, arguments, _ => { });

    private async Task<BuildRun> RunAsync(string program, string[] arguments, Action<string> heard)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => s_foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToList())
        {
            start.Environment.Remove(name);
        }

        var lines = new List<string>();
        var begun = TimeProvider.System.GetTimestamp();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync();
        return new BuildRun(process.ExitCode, lines, TimeProvider.System.GetElapsedTime(begun));

        void Keep(string? line)
        {
            lock (lines)
            {
                lines.Add(line ?? "");
                heard(line ?? "");
            }
        }
    }

    /// <summary>Address of a service, as Status tells it.</summary>
    public async Task<Uri> UrlAsync(string service, string inEnvironment = "stage")
    {
        (await BuildAsync("Status", "--json", ".nuke/temp/status.json")).Expect(0);
        using var status = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Root, ".nuke", "temp", "status.json")));
        return status.RootElement.GetProperty("environments").EnumerateArray()
            .Where(environment => environment.GetProperty("name").GetString() == inEnvironment)
            .SelectMany(environment => environment.GetProperty("services").EnumerateArray())
            .Where(item => item.GetProperty("name").GetString() == service)
            .Select(item => new Uri(item.GetProperty("url").GetString()!))
            .Single();
    }

    /// <summary>Host and port of the sandbox's registry.</summary>
    public Task<string> RegistryAsync() => SandboxAsync("registry");

    /// <summary>How to connect to the sandbox.</summary>
    public Task<string> KubeconfigAsync() => SandboxAsync("kubeconfig");

    private async Task<string> SandboxAsync(string property)
    {
        using var state = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Root, ".nuke", "temp", "sandbox", "sandbox.json")));
        return state.RootElement.GetProperty(property).GetString()!;
    }

    /// <summary>Replaces a text in a file.</summary>
    public void Edit(string file, string from, string to)
    {
        var path = Path.Combine(Root, file);
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Contains(from, StringComparison.Ordinal) ? text.Replace(from, to, StringComparison.Ordinal) : throw new InvalidOperationException($"{file} has no '{from}'."));
    }

    /// <summary>Adds a variable to a service.</summary>
    public void Configure(string service, string variable, string value) =>
        File.AppendAllText(Path.Combine(Root, "k8s", "base", service, "configmap.yaml"), $"  {variable}: \"{value}\"\n");

    public async ValueTask DisposeAsync()
    {
        await BuildAsync("SandboxDown");
        _folder.Delete(recursive: true);
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(from, file)))
        {
            if (!file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, file))!);
                File.Copy(Path.Combine(from, file), Path.Combine(to, file));
            }
        }
    }

    /// <summary>The folder with <c>_build.dll</c> that <c>./build.sh</c> would run.</summary>
    private string CompiledBuild()
    {
        var current = Path.Combine(_repository, "build", "bin", "run", "current");
        return File.Exists(current) && File.ReadAllLines(current) is [_, var second, ..]
            ? Path.Combine(_repository, second)
            : throw new InvalidOperationException("There is no compiled build: run ./build.sh --help once.");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmark runs outside the repository.");
        }

        return folder.FullName;
    }
}

using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Tests.Help;

/// <summary>The build of this repository as a process, in an empty repository of its own.</summary>
internal sealed class BuildProcess : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sluice-build-").FullName;

    public BuildProcess()
    {
        Directory.CreateDirectory(Path.Combine(_root, ".nuke"));
    }

    /// <summary>Every file and folder that the build made.</summary>
    public IReadOnlyList<string> Made => [.. Directory.GetFileSystemEntries(_root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_root, path)).Where(path => path != ".nuke").Order()];

    public void Write(string name, string content) => File.WriteAllText(Path.Combine(_root, name), content);

    /// <param name="arguments">Parted by blanks.</param>
    /// <param name="variables">Each <c>NAME=value</c>.</param>
    public async Task<(int ExitCode, string Output)> RunAsync(string arguments, params string[] variables)
    {
        // env sets the variables in front of whatever the test itself runs in.
        string[] command = [.. variables, "dotnet", Path.Combine(AppContext.BaseDirectory, "_build.dll"), .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var (exitCode, lines) = await new Command("env", ["-u", "GITHUB_ACTIONS", "-u", "GITLAB_CI", .. command], _root).CaptureAsync(CancellationToken.None);
        return (exitCode, string.Join('\n', lines).Replace(_root, "", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

namespace Sluice.EndToEnd.Harness;

/// <summary>The repository that is tested, and its build as <c>./build.sh</c> compiled it.</summary>
internal static class Repository
{
    /// <summary>The folder with <c>Sluice.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder with <c>_build.dll</c> that <c>./build.sh</c> would run.</summary>
    /// <exception cref="InvalidOperationException">Nothing was compiled yet.</exception>
    public static string CompiledBuild()
    {
        var current = Path.Combine(Root, "build", "bin", "run", "current");
        var folder = File.Exists(current) && File.ReadAllLines(current) is [_, var second, ..] ? Path.Combine(Root, second) : null;
        return File.Exists(Path.Combine(folder ?? "", "_build.dll"))
            ? folder!
            : throw new InvalidOperationException($"There is no compiled build in {Path.GetDirectoryName(current)}: run ./build.sh once.");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Sluice.slnx above {AppContext.BaseDirectory}.");
    }
}

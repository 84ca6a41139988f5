namespace StandIns.NukeCommon.Tests;

/// <summary>The repository that the tests are part of.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (directory != null && !File.Exists(Path.Combine(directory, "Sluice.slnx")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException($"No Sluice.slnx above {AppContext.BaseDirectory}");
    }
}

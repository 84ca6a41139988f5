namespace Sluice.Model.Tests.Files;

/// <summary>Files of this repository.</summary>
internal static class RepositoryFiles
{
    /// <summary>Set to 1, it makes the tests of generated files write them instead of comparing.</summary>
    private const string UpdateVariable = "SLUICE_UPDATE";

    public static string Root { get; } = Find();

    /// <summary>A file that is made from the code is what the code makes now.</summary>
    public static void AssertGenerated(string path, string expected)
    {
        var full = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, expected);
        }

        var actual = File.Exists(full) ? File.ReadAllText(full).ReplaceLineEndings("\n") : "";
        Assert.True(actual == expected, $"{path} is out of date. Write it anew: {UpdateVariable}=1 dotnet test tests/Sluice.Model.Tests");
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}

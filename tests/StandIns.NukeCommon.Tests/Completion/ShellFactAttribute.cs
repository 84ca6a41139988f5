namespace StandIns.NukeCommon.Tests.Completion;

/// <summary>A test that drives a shell, which must be installed.</summary>
internal sealed class ShellFactAttribute : FactAttribute
{
    public ShellFactAttribute(string shell)
    {
        foreach (var needed in new[] { shell, "script" }.Where(x => !IsInstalled(x)))
        {
            Skip = $"'{needed}' is not installed on this machine.";
        }
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}

using System.Globalization;

namespace Sluice.EndToEnd.Harness;

/// <summary>The processes of this machine.</summary>
internal static class ProcessTable
{
    /// <summary>Those that run for a folder: it is named on their command line, or they work in it. Zombies do not count.</summary>
    public static IReadOnlyList<ProcessEntry> Of(string folder) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(entry => char.IsAsciiDigit(Path.GetFileName(entry)[0]))
            .Select(Read)
            .OfType<ProcessEntry>()
            .Where(process => process.CommandLine.Contains(folder, StringComparison.Ordinal) || IsWithin(process.Folder, folder)),
    ];

    /// <summary>Waits until none runs for a folder, and gives those that still do in the end.</summary>
    public static async Task<IReadOnlyList<ProcessEntry>> LeftAfterAsync(TimeSpan patience, Func<IReadOnlyList<ProcessEntry>> processes)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var left = processes();
            if (left.Count == 0 || TimeProvider.System.GetElapsedTime(begun) > patience)
            {
                return left;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
    }

    private static ProcessEntry? Read(string entry)
    {
        try
        {
            var commandLine = File.ReadAllText(Path.Combine(entry, "cmdline")).Replace('\0', ' ').Trim();
            var folder = new FileInfo(Path.Combine(entry, "cwd")).LinkTarget ?? "";
            return commandLine.Length == 0 ? null : new ProcessEntry(int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture), commandLine, folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null; // It ended meanwhile, or is another user's.
        }
    }

    private static bool IsWithin(string path, string folder) => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);
}

/// <param name="Pid">Its number.</param>
/// <param name="CommandLine">Program and arguments.</param>
/// <param name="Folder">Where it works.</param>
internal sealed record ProcessEntry(int Pid, string CommandLine, string Folder);

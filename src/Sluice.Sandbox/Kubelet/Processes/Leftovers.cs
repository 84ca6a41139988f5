using System.Globalization;
using System.Text;

namespace Sluice.Sandbox.Kubelet.Processes;

/// <summary>Finds and kills pod processes by a mark in their environment: also those that left their group.</summary>
internal static class Leftovers
{
    /// <summary>The variable every pod process has; its value is the sandbox's home.</summary>
    public const string Mark = "SLUICE_SANDBOX_HOME";

    /// <returns>How many were killed.</returns>
    public static int Kill(string home)
    {
        byte[] mark = Encoding.UTF8.GetBytes($"\0{Mark}={home}\0");
        int killed = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Carries(folder, mark))
            {
                Signals.Send(id, Signals.Kill);
                killed++;
            }
        }

        return killed;
    }

    private static bool Carries(string folder, byte[] mark)
    {
        try
        {
            byte[] variables = [0, .. File.ReadAllBytes(Path.Combine(folder, "environ"))];
            return variables.AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's.
            return false;
        }
    }
}

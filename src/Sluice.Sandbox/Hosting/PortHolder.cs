using System.Globalization;
using System.Net;

namespace Sluice.Sandbox.Hosting;

/// <summary>Finds, in /proc, the process that listens on a port.</summary>
internal static class PortHolder
{
    private const string Listening = "0A";

    /// <summary>Like <c>process 4711 (dotnet other.dll)</c>; says so when /proc does not tell.</summary>
    public static string Describe(IPAddress address, int port)
    {
        var inodes = Inodes(address, port);
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
        {
            if (Holds(process, inodes))
            {
                string command = string.Concat(File.ReadAllText(process + "/cmdline").Select(c => char.IsControl(c) ? ' ' : c)).Trim();
                return $"process {Path.GetFileName(process)} ({(command.Length > 120 ? command[..120] + "…" : command)})";
            }
        }

        return "a process of another user";
    }

    private static HashSet<string> Inodes(IPAddress address, int port)
    {
        string exact = Local(address, port);
        string any = Local(IPAddress.Any, port);
        return [.. File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(f => f.Length > 9 && f[3] == Listening && (f[1] == exact || f[1] == any))
            .Select(f => $"socket:[{f[9]}]")];
    }

    private static bool Holds(string process, HashSet<string> inodes)
    {
        try
        {
            return Directory.EnumerateFiles(process + "/fd").Any(fd => File.ResolveLinkTarget(fd, false) is { } link && inodes.Contains(Path.GetFileName(link.FullName)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or not ours to look into.
            return false;
        }
    }

    private static string Local(IPAddress address, int port)
    {
        byte[] b = address.GetAddressBytes();
        return string.Create(CultureInfo.InvariantCulture, $"{b[3]:X2}{b[2]:X2}{b[1]:X2}{b[0]:X2}:{port:X4}");
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Sluice.Sandbox.Kubelet.Processes;

/// <summary>
/// A small shell that knows the groups of all pods. When the sandbox ends in whatever way, its pipe ends too,
/// and the shell kills what is still listed. Files that the sandbox's starter left open (a lock, say) are closed, not kept.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private const string Script = """
        exec 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-
        trap '' TERM INT HUP
        groups=' '
        while read -r verb group; do
          case "$verb" in
            add) groups="$groups$group " ;;
            remove) case "$groups" in *" $group "*) groups="${groups%% $group *} ${groups#* $group }" ;; esac ;;
          esac
        done
        for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
        """;

    private readonly Lock _lock = new();
    private readonly Process _shell;
    private bool _isClosed;

    public Watchdog(string setsid)
    {
        var info = new ProcessStartInfo(setsid) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" };
        info.ArgumentList.Add("/bin/sh");
        info.ArgumentList.Add("-c");
        info.ArgumentList.Add(Script);
        info.Environment.Clear();
        _shell = Process.Start(info) ?? throw new IOException("the watchdog's shell did not start");
        _shell.StandardInput.AutoFlush = true;
    }

    public void Add(int group) => Say("add", group);

    public void Remove(int group) => Say("remove", group);

    /// <summary>Closes the pipe: what is still listed is killed.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _shell.StandardInput.Dispose();
                _shell.Dispose();
            }
        }
    }

    private void Say(string verb, int group)
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _shell.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{verb} {group}\n"));
            }
        }
    }
}

namespace Nuke.Common.Execution;

/// <summary>A person's terminal, or a shell script on their machine.</summary>
public class Terminal : Host
{
    public Terminal()
    {
    }

    public static bool IsRunningTerminal => NukeBuild.Host is Terminal;
}

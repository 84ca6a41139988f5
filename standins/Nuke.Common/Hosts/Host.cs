using Nuke.Common.Output;

namespace Nuke.Common;

/// <summary>What the build runs on: a terminal or a build server. It decides how blocks, errors and the outcome are shown.</summary>
public class Host
{
    protected Host()
    {
    }

    /// <summary>Whether its blocks can be folded together: those of a build server that has a mark for it.</summary>
    internal virtual bool FoldsBlocks => false;

    protected internal void WriteLogo() => Console.Out.WriteLine($"NUKE Execution Engine (stand-in) · .NET {Environment.Version}");

    protected internal virtual IDisposable WriteBlock(string text) => TargetHeader.Write(text);

    protected internal virtual void ReportWarning(string text, string details = null)
    {
    }

    protected internal virtual void ReportError(string text, string details = null)
    {
    }

    /// <summary>True keeps the line out of the log.</summary>
    protected internal virtual bool FilterMessage(string message) => false;

    protected internal virtual void WriteErrorsAndWarnings() => Outcome.WriteErrorsAndWarnings();

    protected internal virtual void WriteTargetOutcome(INukeBuild build) => Outcome.WriteTargets(build);

    protected internal virtual void WriteBuildOutcome(INukeBuild build) => Outcome.WriteBuild(build);

    public override string ToString() => GetType().Name;
}

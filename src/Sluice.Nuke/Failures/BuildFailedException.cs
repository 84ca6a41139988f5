using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Failures;

/// <summary>
/// Ends a target with a message for people and a process exit code. Thrown only at the outermost edge, where a target
/// has no other way to fail; everything below hands failures back as values.
/// </summary>
/// <param name="exitCode">Exit code of the process, one of <see cref="ExitCodes"/>.</param>
/// <param name="message">What, where, the likely cause and the next command; may have several lines.</param>
public sealed class BuildFailedException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>Whether the build server was told of it already, in more detail than the message has.</summary>
    internal bool IsTold { get; init; }

    /// <summary>The message alone: build engines print a failing target's exception, and a stack trace tells a user nothing here.</summary>
    public override string ToString() => Message;
}

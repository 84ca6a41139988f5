namespace Sluice.Nuke.Sandbox;

/// <summary>What became of a wish about the sandbox.</summary>
public abstract record SandboxOutcome
{
    private SandboxOutcome()
    {
    }

    /// <summary>It runs.</summary>
    /// <param name="State">What it says of itself.</param>
    /// <param name="Started">Whether this call started it; otherwise it ran already.</param>
    public sealed record Running(SandboxState State, bool Started) : SandboxOutcome;

    /// <summary>It does not run (any more).</summary>
    /// <param name="WasRunning">Whether this call stopped it.</param>
    public sealed record Stopped(bool WasRunning) : SandboxOutcome;

    /// <summary>It could not be started or stopped.</summary>
    /// <param name="Message">What happened, with the sandbox's own last words.</param>
    public sealed record Failed(string Message) : SandboxOutcome;
}

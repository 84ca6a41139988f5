namespace Sluice.Sandbox.Hosting;

/// <summary>The sandbox cannot start; the message says why and what to type next.</summary>
internal sealed class SandboxStartException(string message, Exception? inner = null) : Exception(message, inner);

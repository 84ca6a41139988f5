namespace Nuke.Common;

/// <summary>A failure that its message explains fully: it is shown without a stack trace.</summary>
internal sealed class BuildFailure(string message, Exception inner = null) : Exception(message, inner);

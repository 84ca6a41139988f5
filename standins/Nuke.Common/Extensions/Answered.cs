namespace Nuke.Common.Execution;

/// <summary>The question of the command line (<c>--help</c>, <c>--plan</c>) has its answer: the run ends here, with success.</summary>
internal sealed class Answered : Exception;

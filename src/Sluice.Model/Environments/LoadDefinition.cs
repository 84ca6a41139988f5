using Sluice.Model.Values;

namespace Sluice.Model.Environments;

/// <summary>The traffic that is expected: for forecasts where nothing was measured yet, and for the load generator.</summary>
/// <param name="RequestsPerSecond">Above 0, at most a million.</param>
/// <param name="KeepAlive">Part of the requests that reuse a connection.</param>
/// <param name="Path">What is asked for; an absolute path.</param>
public sealed record LoadDefinition(double RequestsPerSecond, Share KeepAlive, string Path);

namespace PcBench.ServiceDefaults;

/// <summary>Which service answers, and which revision of it.</summary>
public sealed record ServiceIdentity(string Service, string Revision);

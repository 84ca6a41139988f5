using Microsoft.AspNetCore.Builder;

namespace PcBench.ServiceDefaults;

/// <summary>What makes one service different from the others.</summary>
/// <param name="Name">Name of the service in headers, logs and metrics.</param>
/// <param name="AddServices">Registers what its endpoints need.</param>
/// <param name="Map">Maps its endpoints.</param>
public sealed record ServiceDefinition(string Name, Action<WebApplicationBuilder> AddServices, Action<WebApplication> Map);

using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PcBench.ServiceDefaults.Logging;
using PcBench.ServiceDefaults.Settings;

namespace PcBench.ServiceDefaults;

/// <summary>The life of a service process, from its environment to its exit code.</summary>
public static class ServiceHost
{
    private const int Done = 0;
    private const int Crashed = 1;
    private const int BadInput = 2;

    /// <summary>Runs a service in this process until SIGTERM or Ctrl-C.</summary>
    /// <returns>0 after a graceful stop, 1 after a crash or if it cannot listen, 2 if a variable has a wrong value.</returns>
    public static async Task<int> RunAsync(string[] args, Func<EnvironmentReader, ServiceDefinition> define)
    {
        await using var output = Console.OpenStandardOutput();
        return await RunAsync(args, define, Environment.GetEnvironmentVariable, output, TimeProvider.System, CancellationToken.None);
    }

    /// <summary>The same with everything that a test wants to choose.</summary>
    public static async Task<int> RunAsync(
        string[] args,
        Func<EnvironmentReader, ServiceDefinition> define,
        Func<string, string?> variable,
        Stream output,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var environment = new EnvironmentReader(variable);
        var definition = define(environment);
        var settings = ServiceSettings.Read(environment);
        var identity = new ServiceIdentity(definition.Name, settings.Revision);
        using var logs = new JsonLogs(output, identity, settings.LogLevel, clock);
        var log = logs.CreateLogger(typeof(ServiceHost).FullName!);
        foreach (var error in environment.Errors)
        {
            log.InvalidSetting(error);
        }

        if (environment.Errors.Count > 0)
        {
            return BadInput;
        }

        if (settings.Faults.CrashAfter == TimeSpan.Zero)
        {
            log.Crashing(0);
            return Crashed;
        }

        await using var app = ServiceApplication.Build(args, definition, identity, settings, logs, clock);
        return await RunAsync(app, settings.Faults.CrashAfter ?? Timeout.InfiniteTimeSpan, log, clock, cancellationToken);
    }

    private static async Task<int> RunAsync(WebApplication app, TimeSpan crashAfter, ILogger log, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            log.CannotListen(exception.Message);
            return Crashed;
        }

        foreach (var url in app.Urls)
        {
            log.Listening(url);
        }

        var stopping = app.Lifetime.ApplicationStopping;
        var crash = Task.Delay(crashAfter, clock, stopping);
        var stopped = app.WaitForShutdownAsync(cancellationToken);
        if (await Task.WhenAny(stopped, crash) == crash && !crash.IsCanceled)
        {
            log.Crashing(crashAfter.TotalSeconds);
            return Crashed;
        }

        await stopped;
        return Done;
    }
}

using Nuke.Common;
using Serilog;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Help;
using Sluice.Nuke.Sandbox;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Components;

/// <summary>The embedded cluster by hand. Targets that need it start it themselves.</summary>
public interface ISandbox : IHazSluice
{
    [TargetHelp(TargetGroups.Sandbox)]
    Target SandboxUp => _ => _
        .Description("Starts the sandbox: a small cluster and registry on this machine.")
        .Executes(() => Session.RunAsync(async cancellationToken =>
        {
            var sandbox = await Session.SandboxAsync(cancellationToken);
            Log.Information("The sandbox runs (process {Pid}): API {Api}, registry {Registry}", sandbox.Pid, sandbox.ApiUrl, sandbox.Registry);
            Log.Information("Ingresses and HTTPRoutes: curl -H 'Host: NAME' {Ingress:l}/, what the proxies count: curl {Metrics:l}", sandbox.IngressUrl, sandbox.MetricsUrl);
            Log.Information("kubectl --kubeconfig {Kubeconfig} get pods -A", Path.GetRelativePath(Session.Root, sandbox.Kubeconfig));
        }));

    [TargetHelp(TargetGroups.Sandbox)]
    Target SandboxDown => _ => _
        .Description("Ends the sandbox and its pods; its state stays for the next start.")
        .Executes(() => Session.RunAsync(async cancellationToken =>
            Report(await Session.Sandbox.StopAsync(cancellationToken), "The sandbox is stopped; its state stays.")));

    [TargetHelp(TargetGroups.Sandbox)]
    Target SandboxReset => _ => _
        .Description("Ends the sandbox and forgets everything in it: objects, images, logs.")
        .Executes(() => Session.RunAsync(async cancellationToken =>
            Report(await Session.Sandbox.ResetAsync(cancellationToken), "The sandbox is stopped and forgotten.")));

    private static void Report(SandboxOutcome outcome, string done)
    {
        if (outcome is SandboxOutcome.Failed failed)
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, failed.Message);
        }

        Log.Information("{Done:l}", outcome is SandboxOutcome.Stopped { WasRunning: false } ? $"No sandbox was running. {done}" : done);
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection.Kubeconfigs;

namespace Sluice.Kubernetes.Connection.Credentials;

/// <summary>
/// Runs a credential plugin. What it says to people (standard error) goes where ours goes, as it may ask them to log in; what it
/// prints for us is read and goes nowhere else.
/// </summary>
/// <param name="exec">The kubeconfig's words.</param>
/// <param name="command">The program: a path, or a name to look up in PATH.</param>
/// <param name="cluster">For a plugin that wants to know where the credential will be used; null for one that does not.</param>
/// <param name="time">For the limit.</param>
internal sealed class ExecPlugin(KubeconfigExec exec, string command, JsonObject? cluster, TimeProvider time)
{
    /// <summary>How long it may take; someone may have to log in meanwhile.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <exception cref="CredentialException">It gives no credential.</exception>
    public async Task<ExecCredential> RunAsync(CancellationToken cancellationToken)
    {
        bool interactive = IsInteractive();
        using Process process = Start(interactive);
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        string printed;
        try
        {
            if (!interactive)
            {
                process.StandardInput.Close();
            }

            printed = await process.StandardOutput.ReadToEndAsync(both.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Stop(process);
            cancellationToken.ThrowIfCancellationRequested();
            throw new CredentialException($"{command} did not end within {Limit.TotalSeconds:0} s");
        }

        return process.ExitCode == 0
            ? ExecCredential.Read(printed, command, exec.ApiVersion ?? "")
            : throw new CredentialException($"{command} ended with exit code {process.ExitCode}");
    }

    private bool IsInteractive()
    {
        bool terminal = !Console.IsInputRedirected;
        if (exec.InteractiveMode == "Always" && !terminal)
        {
            throw new CredentialException($"{command} asks for input (interactiveMode: Always), and there is no terminal");
        }

        return terminal && exec.InteractiveMode != "Never";
    }

    private Process Start(bool interactive)
    {
        var start = new ProcessStartInfo(command) { RedirectStandardOutput = true, RedirectStandardInput = !interactive, UseShellExecute = false };
        foreach (string argument in exec.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in exec.Environment)
        {
            start.Environment[name] = value;
        }

        var spec = new JsonObject { ["interactive"] = interactive };
        if (cluster is not null)
        {
            spec["cluster"] = cluster.DeepClone();
        }

        start.Environment["KUBERNETES_EXEC_INFO"] =
            new JsonObject { ["apiVersion"] = exec.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            string why = e.NativeErrorCode switch { 2 => "is not there", 5 or 13 => "may not be executed", _ => "does not start" };
            throw new CredentialException($"{command} {why}{Hint(exec)}", e);
        }
    }

    /// <summary>What the kubeconfig says about installing the plugin, as one more sentence.</summary>
    public static string Hint(KubeconfigExec exec)
    {
        string hint = string.Join(' ', (exec.InstallHint ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return hint.Length == 0 ? "" : $". {hint.TrimEnd('.')}";
    }

    private static void Stop(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended meanwhile.
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s;

public partial class KubernetesClientConfiguration
{
    /// <summary>How long a credential plugin may take.</summary>
    public static TimeSpan ExecTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Runs a credential plugin and reads what it printed.</summary>
    /// <exception cref="KubeConfigException">It does not start, fails, takes too long, or prints no credential of its version.</exception>
    public static ExecCredentialResponse ExecuteExternalCommand(ExternalExecution config)
    {
        ArgumentNullException.ThrowIfNull(config);
        using Process process = StartPlugin(config);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit((int)ExecTimeout.TotalMilliseconds))
        {
            process.Kill(entireProcessTree: true);
            throw new KubeConfigException($"external exec failed: {config.Command} did not end within {ExecTimeout.TotalSeconds:0} s");
        }

        string printed = output.GetAwaiter().GetResult();
        if (process.ExitCode != 0)
        {
            throw new KubeConfigException($"external exec failed: {config.Command} ended with exit code {process.ExitCode}");
        }

        return ReadCredential(config, printed);
    }

    private static Process StartPlugin(ExternalExecution config)
    {
        var start = new ProcessStartInfo(config.Command) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in config.Arguments ?? [])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (Dictionary<string, string> pair in config.EnvironmentVariables ?? [])
        {
            start.Environment[pair["name"]] = pair["value"];
        }

        bool interactive = !Console.IsInputRedirected;
        start.Environment["KUBERNETES_EXEC_INFO"] =
            $$$"""{"apiVersion":"{{{config.ApiVersion}}}","kind":"ExecCredential","spec":{"interactive":{{{(interactive ? "true" : "false")}}}}}""";
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception e)
        {
            throw new KubeConfigException($"external exec failed: {config.Command} does not start: {e.Message}", e);
        }
    }

    private static ExecCredentialResponse ReadCredential(ExternalExecution config, string printed)
    {
        ExecCredentialResponse response;
        try
        {
            response = JsonSerializer.Deserialize<ExecCredentialResponse>(printed);
        }
        catch (JsonException e)
        {
            // What it printed may be a secret, so it is not repeated, and neither is the parser's message.
            throw new KubeConfigException($"external exec failed: {config.Command} did not print JSON (byte {e.BytePositionInLine} of line {e.LineNumber})");
        }

        if (response?.Status is null || !response.Status.IsValid())
        {
            throw new KubeConfigException($"external exec failed: {config.Command} printed no usable credential");
        }

        return response.ApiVersion == config.ApiVersion
            ? response
            : throw new KubeConfigException($"external exec failed: {config.Command} answered for {response.ApiVersion}, the kubeconfig asks for {config.ApiVersion}");
    }
}

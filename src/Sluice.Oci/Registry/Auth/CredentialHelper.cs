using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Sluice.Oci.Registry;

/// <summary>
/// A program <c>docker-credential-&lt;name&gt;</c>: <c>get</c>, the registry's key on standard input, JSON with
/// <c>Username</c> and <c>Secret</c> on standard output. What it prints is never passed on when it succeeded.
/// </summary>
internal sealed class CredentialHelper(string name, TimeProvider time)
{
    /// <summary>Longer than a person needs for a key ring's question, shorter than a CI job's patience.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What helpers say, with an exit code, when they have no entry. Fixed by the protocol's reference implementation.</summary>
    private const string NothingFound = "credentials not found in native keychain";

    private const string TokenUser = "<token>";
    private const int LongestMessage = 200;

    private string Program => "docker-credential-" + name;

    public async Task<CredentialAnswer> GetAsync(string key, CancellationToken cancellationToken)
    {
        if (name.AsSpan().ContainsAny('/', '\\', '\0'))
        {
            return Problem($"\"{name}\" is not the name of a helper");
        }

        using var timer = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            var (exitCode, output) = await RunAsync(key, both.Token).ConfigureAwait(false);
            return exitCode == 0 ? Read(output)
                : output.Contains(NothingFound, StringComparison.OrdinalIgnoreCase) ? CredentialAnswer.None
                : Problem($"it ended with exit code {exitCode}{(output.Trim() is { Length: > 0 } said ? ": " + Line(said) : "")}");
        }
        catch (Win32Exception exception)
        {
            return Problem($"it cannot be started: {exception.Message}");
        }
        catch (IOException exception)
        {
            return Problem(exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Problem($"it did not answer within {Patience.TotalSeconds:0} s");
        }
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string key, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Program, ["get"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = new Process { StartInfo = start };
        process.Start();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await WriteAsync(process, key, cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            var said = await output.ConfigureAwait(false);
            var warned = await errors.ConfigureAwait(false);
            return (process.ExitCode, process.ExitCode == 0 || said.Trim().Length > 0 ? said : warned);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>A helper that ended before it read its question has an exit code that says more than the broken pipe.</summary>
    private static async Task WriteAsync(Process process, string key, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(key.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }

    private CredentialAnswer Read(string output)
    {
        try
        {
            using var json = JsonDocument.Parse(output);
            var user = json.RootElement.GetProperty("Username").GetString() ?? "";
            var secret = json.RootElement.GetProperty("Secret").GetString() ?? "";
            return secret.Length == 0 ? CredentialAnswer.None
                : user is TokenUser ? new CredentialAnswer(RegistryCredential.OfIdentityToken(secret))
                : new CredentialAnswer(new RegistryCredential(user, secret));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return Problem("its answer cannot be read");
        }
    }

    private CredentialAnswer Problem(string what)
        => new(null, $"The credential helper {Program}, which Docker's config.json names, is of no help: {what}. Install or repair it, or take it out of config.json and log in again.");

    private static string Line(string text)
    {
        var line = text.Split('\n')[0].TrimEnd('.', '\r', ' ');
        return line.Length > LongestMessage ? line[..LongestMessage] + "…" : line;
    }
}

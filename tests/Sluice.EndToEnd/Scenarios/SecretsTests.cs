using System.Text;
using System.Text.RegularExpressions;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>Secrets of every kind, put wherever one may be, are in nothing that comes out.</summary>
[Collection(StageScenarios.Name)]
public sealed class SecretsTests(DeployedStage stage)
{
    private const string Variable = "SLUICE_PLANTED_SECRET";
    private const string OfVariable = "planted-variable-9c1";
    private const string Plain = "planted-plain-4e7";
    private const string FirstLine = "planted-first-line-a10";
    private const string LastLine = "planted-last-line-b22";
    private const string Encoded = "planted-encoded-77d";

    private static readonly string[] s_planted = [OfVariable, Plain, FirstLine, LastLine, Encoded];

    [Fact]
    public async Task ServicePrintsItsSecretAndFails_NothingThatComesOutHoldsOne()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        var token = Regex.Match(File.ReadAllText(workspace.Kubeconfig), "token: (\\S+)").Groups[1].Value;
        string[] secrets = [.. s_planted, token];
        Environment.SetEnvironmentVariable(Variable, OfVariable);

        // backend refuses such a rate, and quotes it in its log before it ends.
        File.AppendAllText(Path.Combine(workspace.Root, "k8s/base/backend/secret.yaml"), $$"""
              FAULT_ERROR_RATE: ${{{Variable}}}
              FAULT_LATENCY_MS: {{Plain}}
              FAULT_SLOW_START_SECONDS: |
                {{FirstLine}}
                {{LastLine}}
            data:
              FAULT_CRASH_AFTER_SECONDS: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(Encoded))}}

            """);
        List<BuildResult> said = [(await workspace.RunAsync("Plan", "--environment", "stage", "--json", ".nuke/temp/plan.json")).Expect(0)];
        said.Add((await workspace.RunAsync("DeployStage")).Expect(3).SaysLike(@"FAULT_ERROR_RATE=\\u0022\*\*\*"));
        said.Add((await workspace.RunAsync("Freeze", "--environment", "stage", "--reason", $"the token {token} is out")).Expect(0));
        try
        {
            said.Add((await workspace.RunAsync("Status", "--json", ".nuke/temp/status.json")).Expect(0).Says("the token *** is out"));
        }
        finally
        {
            said.Add((await workspace.RunAsync("Unfreeze", "--environment", "stage")).Expect(0));
        }

        said.Add((await workspace.RunAsync("History", "--json", ".nuke/temp/history.json")).Expect(0));
        said.Add(await workspace.RunAsync("Doctor", "--json", ".nuke/temp/doctor.json"));
        workspace.Edit("k8s/base/backend/secret.yaml", "kind: Secret\n", "kind: Secret\nstringDate: wrong\n");
        workspace.Edit("k8s/base/backend/deployment.yaml", "image: backend", $"image: 'no image {OfVariable}'");
        said.Add((await workspace.RunAsync("DeployStage")).Expect(2));
        Environment.SetEnvironmentVariable(Variable, null);

        var files = Directory.GetFiles(workspace.Temporary, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(workspace.SandboxHome, StringComparison.Ordinal)).ToList();
        var records = await cluster.RecordsAsync();
        Assert.Contains(files, file => file.Contains("evidence", StringComparison.Ordinal) && file.EndsWith(".log", StringComparison.Ordinal));
        Assert.Contains(records.Keys, name => name.Contains("evidence", StringComparison.Ordinal));
        Assert.Empty(said.SelectMany(run => Found(secrets, run.Command, run.Text)));
        Assert.Empty(files.SelectMany(file => Found(secrets, file, File.ReadAllText(file))));
        Assert.Empty(records.SelectMany(record => Found(secrets, record.Key, record.Value)));
    }

    private static IEnumerable<string> Found(IEnumerable<string> secrets, string where, string text) => secrets
        .Where(secret => text.Contains(secret, StringComparison.Ordinal) || text.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), StringComparison.Ordinal))
        .Select(secret => $"{where}: {secret}");
}

using Sluice.Model;
using Sluice.Model.Files;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Jobs;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Tests;

public sealed class DeployRefusalsTests
{
    private const string Text = """
        application: shop
        registry: sandbox
        services:
          web: {project: web, port: 8080}
          mail: {project: mail, port: 8081}
        environments:
          stage:
            cluster: sandbox
            namespace: shop-stage
            overlay: k8s/stage

        """;

    [Theory]
    [InlineData("")]
    [InlineData("    strategy: canary\n    gate: none\n")]
    [InlineData("    policy: strict\n")]
    [InlineData("    services: {mail: {strategy: blueGreen, gate: none}}\n")]
    [InlineData("    gate: judge\n")]
    public void Check_WhatThisVersionDoes_Allowed(string addition)
    {
        var pipeline = Load(Text + addition + "gates: {judge: {errors: requests_total, evidence: {slo: {errors: 1%}}}}\npolicies: {strict: {podSecurity: restricted, scan: {maxAge: 1d}}}\n");

        DeployRefusals.Check(pipeline, pipeline.Environments[0]);
    }

    [Theory]
    [InlineData("cluster: {context: there}", "(context there)")]
    [InlineData("cluster: {kubeconfig: there.yaml}", "(kubeconfig there.yaml)")]
    [InlineData("services: {mail: {namespace: elsewhere}}", "several namespaces: shop-stage, elsewhere")]
    [InlineData("policy: strict", "The policy 'strict' asks for what is not checked yet: scan.ignore, licences")]
    public void Check_WhatThisVersionDoesNotDo_BadInputWithTheReason(string addition, string reason)
    {
        var text = addition.StartsWith("cluster", StringComparison.Ordinal)
            ? Text.Replace("cluster: sandbox", addition, StringComparison.Ordinal)
            : Text + "    " + addition + "\n";
        var pipeline = Load(text + "gates: {judge: {errors: requests_total, evidence: {}}}\npolicies: {strict: {licences: {deny: [GPL-3.0-only]}, scan: {maxAge: 1d, ignore: [{id: CVE-1, reason: none, expires: 2030-01-01}]}}}\n");

        var failure = Assert.Throws<BuildFailedException>(() => DeployRefusals.Check(pipeline, pipeline.Environments[0]));

        Assert.Equal(ExitCodes.BadInput, failure.ExitCode);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ClusterAndEveryServiceOnABase_Allowed()
    {
        var text = Text.Replace("cluster: sandbox", "cluster: {context: there}", StringComparison.Ordinal).Replace("port: 8080}", "port: 8080, base: scratch}", StringComparison.Ordinal);
        var oneLeft = Load(text);
        var pipeline = Load(text.Replace("port: 8081}", $"port: 8081, base: registry.example.com/dotnet/aspnet@sha256:{new string('0', 64)}}}", StringComparison.Ordinal));

        DeployRefusals.Check(pipeline, pipeline.Environments[0]);
        Assert.Contains("images of mail have no base", Assert.Throws<BuildFailedException>(() => DeployRefusals.Check(oneLeft, oneLeft.Environments[0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Hooks_RefusedWhereNothingIsARollout()
    {
        var text = Text.Replace("port: 8081}", "port: 8081, hooks: {before: [{name: migrate, command: [migrate]}]}}", StringComparison.Ordinal);
        var pipeline = Load(text);
        var mixed = Load(text + "    services: {web: {strategy: blueGreen, gate: none}}\n");

        DeployRefusals.Check(mixed, mixed.Environments[0]);
        Assert.Contains("hooks for mail", Assert.Throws<BuildFailedException>(() => DeployRefusals.Check(pipeline, pipeline.Environments[0])).Message, StringComparison.Ordinal);
    }

    private static Pipeline Load(string text)
    {
        var load = PipelineFile.Parse(text, "sluice.yaml");
        Assert.Equal([], load.Errors.Select(error => error.ToString()));
        return load.Pipeline!;
    }
}

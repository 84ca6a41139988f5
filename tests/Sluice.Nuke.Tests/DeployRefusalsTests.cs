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

    [Fact]
    public void Check_RollingInTheSandbox_Allowed()
    {
        var pipeline = Load(Text);

        DeployRefusals.Check(pipeline, pipeline.Environments[0]);
    }

    [Theory]
    [InlineData("cluster: {context: there}", "(context there)")]
    [InlineData("cluster: {kubeconfig: there.yaml}", "(kubeconfig there.yaml)")]
    [InlineData("strategy: canary\n    gate: none", "The strategy 'canary' of web, mail is canary. Allowed today: strategy: rolling")]
    [InlineData("services: {mail: {strategy: blueGreen, gate: none}}", "The strategy 'blueGreen' of mail is blueGreen.")]
    [InlineData("services: {mail: {namespace: elsewhere}}", "several namespaces: shop-stage, elsewhere")]
    [InlineData("gate: judge", "judged by a gate")]
    [InlineData("policy: strict", "the policy 'strict'")]
    public void Check_WhatThisVersionDoesNotDo_BadInputWithTheReason(string addition, string reason)
    {
        var text = addition.StartsWith("cluster", StringComparison.Ordinal)
            ? Text.Replace("cluster: sandbox", addition, StringComparison.Ordinal)
            : Text + "    " + addition + "\n";
        var pipeline = Load(text + "gates: {judge: {errors: requests_total, evidence: {}}}\npolicies: {strict: {}}\n");

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
    public void Check_Hooks_Refused()
    {
        var pipeline = Load(Text.Replace("port: 8081}", "port: 8081, hooks: {before: [{name: migrate, command: [migrate]}]}}", StringComparison.Ordinal));

        Assert.Contains("hooks for mail", Assert.Throws<BuildFailedException>(() => DeployRefusals.Check(pipeline, pipeline.Environments[0])).Message, StringComparison.Ordinal);
    }

    private static Pipeline Load(string text)
    {
        var load = PipelineFile.Parse(text, "sluice.yaml");
        Assert.Equal([], load.Errors.Select(error => error.ToString()));
        return load.Pipeline!;
    }
}

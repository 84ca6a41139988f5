using NJsonSchema;
using Sluice.Model.Files;

namespace Sluice.Model.Tests.Files;

/// <summary>The schema says yes to what the reader takes, and no to what an editor should mark.</summary>
public class SchemaValidationTests
{
    private static readonly Lazy<Task<JsonSchema>> s_schema = new(() => JsonSchema.FromJsonAsync(PipelineFile.JsonSchema()));

    [Fact]
    public async Task Validate_RightFiles_NothingToMark()
    {
        var own = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, PipelineFile.DefaultName));

        Assert.Equal([], await MarksAsync(own));
        Assert.Equal([], await MarksAsync(SamplePipeline.Text));
        Assert.Equal([], await MarksAsync(FullPipeline.Text));
    }

    [Theory]
    [InlineData("application: pcbench", "application: PcBench")]
    [InlineData("application: pcbench", "aplication: pcbench")]
    [InlineData("port: 8080", "port: 99999")]
    [InlineData("port: 8080", "port: eighty")]
    [InlineData("dependsOn: [ml-service]", "dependsOn: ml-service")]
    [InlineData("period: 1s", "period: 1")]
    [InlineData("cpu: 100m", "cpu: lots")]
    [InlineData("password: ${REGISTRY_PASSWORD}", "password: hunter2")]
    [InlineData("cluster: sandbox", "cluster: sandbx")]
    [InlineData("onRegression: hold", "onRegression: stay")]
    [InlineData("weight: 25", "weight: 101")]
    [InlineData("replicas: 50%", "replicas: half")]
    [InlineData("preview: 25%", "preview: 0")]
    [InlineData("plain: {rolling: {}}", "plain: {rolling: {}, canary: {steps: [{weight: 5}]}}")]
    [InlineData("kappa: auto", "kappa: automatic")]
    [InlineData("alpha: 0.001", "alpha: 0.9")]
    [InlineData("objective: 99.9%", "objective: high")]
    [InlineData("hours: 09:00-17:00", "hours: 9-17")]
    [InlineData("days: mon-thu", "days: weekdays")]
    [InlineData("expires: 2026-12-31", "expires: soon")]
    [InlineData("podSecurity: restricted", "podSecurity: strict")]
    [InlineData("medium: 10", "medium: few")]
    public async Task Validate_MistakeThatASchemaCanSee_Marked(string right, string wrong)
    {
        Assert.Contains(right, FullPipeline.Text, StringComparison.Ordinal);
        var text = FullPipeline.Text.Replace(right, wrong, StringComparison.Ordinal);

        Assert.NotEmpty(await MarksAsync(text));
        Assert.NotEmpty(PipelineFile.Parse(text, "sluice.yaml", FullPipeline.Variables.GetValueOrDefault).Errors);
    }

    private static async Task<IEnumerable<string>> MarksAsync(string yaml) =>
        (await s_schema.Value).Validate(YamlAsJson.Convert(yaml)).Select(error => error.ToString());
}

using Sluice.Model.Files;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;

namespace Sluice.Model.Tests.Files;

public class VariableTests
{
    [Fact]
    public void Parse_VariableInAText_Expanded() =>
        Assert.Equal("shop-blue", Load(With("application: pcbench", "application: shop-${COLOUR}"), ("COLOUR", "blue")).Pipeline!.Application);

    [Fact]
    public void Parse_VariableForANumber_IsANumber() =>
        Assert.Equal(9000, Load(With("port: 8080", "port: \"${PORT}\""), ("PORT", "9000")).Pipeline!.Services[0].Port);

    [Fact]
    public void Parse_NumberForAText_IsAText() =>
        Assert.Equal("42", Load(With("application: pcbench", "application: ${NAME}"), ("NAME", "42")).Pipeline!.Application);

    [Fact]
    public void Parse_VariableWithYamlInIt_StaysText()
    {
        var error = Assert.Single(Load(With("application: pcbench", "application: ${NAME}"), ("NAME", "a\nservices: {}")).Errors);

        Assert.Equal("sluice.yaml:1:14: application: what '${NAME}' stands for is not a DNS label.", error.ToString().Split(" Allowed")[0]);
    }

    [Theory]
    [InlineData("$${X}", "${X}")]
    [InlineData("a $${X} ${X} b", "a ${X} 1 b")]
    [InlineData("cost: $5 $$ {", "cost: $5 $$ {")]
    [InlineData("${X}${X}", "11")]
    public void Parse_Escapes_Kept(string written, string expected)
    {
        var text = SamplePipeline.Text + $"strategies: {{ask: {{canary: {{steps: [{{weight: 5}}, {{manual: '{written}'}}]}}}}}}\n";

        var step = ((CanaryStrategy)Load(text, ("X", "1")).Pipeline!.Strategies["ask"]).Steps[1];

        Assert.Equal(expected, ((ManualStep)step).Question);
    }

    [Fact]
    public void Parse_VariableInAKey_IsNotExpanded() =>
        Assert.Contains(Load(With("  backend:\n", "  ${NAME}:\n"), ("NAME", "backend")).Errors, error => error.ToString().StartsWith("sluice.yaml:4:3: services.${NAME}: '${NAME}' is not a DNS label", StringComparison.Ordinal));

    [Theory]
    [InlineData("${}")]
    [InlineData("${A-B}")]
    [InlineData("${1A}")]
    [InlineData("${OPEN")]
    [InlineData("${ A }")]
    public void Parse_NoVariable_SaysHowOneLooks(string written)
    {
        var error = Assert.Single(Load(With("application: pcbench", $"application: '{written}'")).Errors);

        Assert.Equal($"sluice.yaml:1:14: application: '{written}' is not a variable. Allowed: ${{NAME}} with a name of letters, digits and _, or $${{ for the two signs themselves.", error.ToString());
    }

    [Fact]
    public void Parse_UnsetVariable_NamedWithItsPlaceAndNothingElse()
    {
        var error = Assert.Single(Load(With("port: 8080", "port: ${PORT}")).Errors);

        Assert.Equal("sluice.yaml:6:11: services.backend.port: the variable PORT is not set. Allowed: export PORT=…, or $${PORT} if the text itself is meant.", error.ToString());
    }

    [Fact]
    public void Parse_VariableSetToNothing_SaysSo() =>
        Assert.StartsWith("sluice.yaml:6:11: services.backend.port: is empty: '${PORT}' is set to nothing.", Assert.Single(Load(With("port: 8080", "port: ${PORT}"), ("PORT", "")).Errors).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Parse_UnsetInOneEnvironment_OnlyThatOneIsUnavailable()
    {
        var load = Load(With("cluster: {context: prod}", "cluster: {context: prod, kubeconfig: \"${KUBECONFIG_PROD}/${FILE}\"}"));

        Assert.Empty(load.Errors);
        Assert.Equal(["stage"], load.Pipeline!.Environments.Select(environment => environment.Name));
        var unavailable = Assert.Single(load.Unavailable);
        Assert.Equal("prod", unavailable.Name);
        Assert.Equal(["the variable KUBECONFIG_PROD is not set", "the variable FILE is not set"], unavailable.Errors.Select(error => error.Problem));
        Assert.All(unavailable.Errors, error => Assert.Equal("environments.prod.cluster.kubeconfig", error.Key));
    }

    [Fact]
    public void Parse_UnsetInOneEnvironment_ItsTriggersAreKnownNevertheless()
    {
        var load = Load(With("cluster: {context: prod}", "cluster: {context: \"${CONTEXT}\"}\n    triggers: [{tag: \"v*-beta*\"}]"));

        Assert.Equal("prod", Assert.Single(load.Unavailable).Name);
        Assert.Equal(["stage", "prod"], load.Pipeline!.Triggers.Select(one => one.Environment));
        Assert.Equal("v*-beta*", Assert.Single(load.Pipeline.Triggers[1].Triggers).Pattern.Text);
    }

    [Fact]
    public void Parse_UnsetInEveryEnvironment_IsAnError()
    {
        var load = Load(With("namespace: p25-stage", "namespace: ${NS}").Replace("namespace: p25-prod", "namespace: ${NS}", StringComparison.Ordinal));

        Assert.Null(load.Pipeline);
        Assert.Empty(load.Unavailable);
        Assert.Equal(["environments.stage.namespace", "environments.prod.namespace"], load.Errors.Select(error => error.Key));
    }

    [Fact]
    public void Parse_OtherMistakesBesideAnUnsetVariable_StillReported()
    {
        var load = Load(With("cluster: {context: prod}", "cluster: {context: \"${CONTEXT}\"}").Replace("strategy: rolling", "strategy: roling", StringComparison.Ordinal));

        Assert.Equal("environments.prod.strategy", Assert.Single(load.Errors).Key);
    }

    [Theory]
    [InlineData("registry: ${REGISTRY}")]
    [InlineData("registry: registry.example.com/${TEAM}")]
    [InlineData("registry: {address: \"${REGISTRY}\"}")]
    [InlineData("registry: {address: registry.example.com, username: \"${REGISTRY_USER}\", password: \"${REGISTRY_PASSWORD}\"}")]
    public void Parse_UnsetInTheRegistry_PipelineIsThereAndTheRegistryIsNot(string registry)
    {
        var load = Load(With("registry: sandbox", registry));

        Assert.Empty(load.Errors);
        Assert.Equal(2, load.Pipeline!.Environments.Count);
        Assert.False(load.Pipeline.Registry.IsSandbox);
        Assert.StartsWith("the variable ", Assert.Single(load.Pipeline.Registry.Missing).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SecretThatIsNotSet_NamedWithItsPlaceWhenItIsNeeded()
    {
        var load = Load(With("registry: sandbox", "registry: {address: registry.example.com, username: robot, password: \"${REGISTRY_PASSWORD}\"}"));

        Assert.Empty(load.Errors);
        Assert.Empty(load.Pipeline!.Registry.Missing);
        var (secret, problem) = load.Pipeline.Registry.Password!.Read(_ => null);
        Assert.Null(secret);
        Assert.Equal("sluice.yaml:2:70: registry.password: the variable REGISTRY_PASSWORD is not set. Allowed: export REGISTRY_PASSWORD=…, or the same as a secret of the CI.", problem!.ToString());
        Assert.Contains("is set to nothing", load.Pipeline.Registry.Password.Read(_ => "").Problem!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AddressThatIsNone_SaidWithoutTheValue()
    {
        var text = SamplePipeline.Text + "gates: {slo: {source: {prometheus: \"${PROMETHEUS}\"}, errors: requests_total, evidence: {}}}\n";
        var source = (PrometheusSource)Load(text).Pipeline!.Gates["slo"].Source!;

        var (address, problem) = source.Address.Read(_ => "hunter2");

        Assert.Null(address);
        Assert.Equal("what the variable PROMETHEUS holds is not an HTTP address", problem!.Problem);
        Assert.DoesNotContain("hunter2", problem.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Every value of the full file comes from a variable once: whatever it breaks, the value is in no text.</summary>
    [Fact]
    public void Parse_AnyValueFromAVariable_NeverShown()
    {
        var lines = FullPipeline.Text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            var parts = lines[line].Split(": ");
            for (var part = 1; part < parts.Length; part++)
            {
                var end = parts[part].IndexOfAny([',', '}', ']']);
                var changed = parts.ToArray();
                changed[part] = "\"${PLANTED}\"" + (end < 0 ? "" : parts[part][end..]);
                var text = string.Join('\n', [.. lines[..line], string.Join(": ", changed), .. lines[(line + 1)..]]);

                var load = PipelineFile.Parse(text, "sluice.yaml", name => name == "PLANTED" ? "Hunter2 \u0007%" : FullPipeline.Variables.GetValueOrDefault(name));

                Assert.All(load.Errors, error => Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    private static PipelineLoad Load(string text, params (string Name, string Value)[] variables)
    {
        var known = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        return PipelineFile.Parse(text, "sluice.yaml", known.GetValueOrDefault);
    }

    private static string With(string right, string other)
    {
        Assert.Contains(right, SamplePipeline.Text, StringComparison.Ordinal);
        var at = SamplePipeline.Text.IndexOf(right, StringComparison.Ordinal);
        return SamplePipeline.Text[..at] + other + SamplePipeline.Text[(at + right.Length)..];
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Sluice.Manifests.Releases;

namespace Sluice.Manifests.Tests.Releases;

public class SecretValuesTests
{
    private const string Known = "DATABASE_PASSWORD";

    [Theory]
    [InlineData("${DATABASE_PASSWORD}", "s3cret")]
    [InlineData("postgres://app:${DATABASE_PASSWORD}@db/app", "postgres://app:s3cret@db/app")]
    [InlineData("$${DATABASE_PASSWORD}", "${DATABASE_PASSWORD}")]
    [InlineData("$DATABASE_PASSWORD ${} ${a-b} $1", "$DATABASE_PASSWORD ${} ${a-b} $1")]
    public void Fill_StringData_VariablesInPlace(string text, string expected) =>
        Assert.Equal(expected, Fill(Secret("stringData", text)).Objects[0].Json["stringData"]!["key"]!.GetValue<string>());

    [Fact]
    public void Fill_Data_DecodedAndEncoded()
    {
        var filled = Fill(Secret("data", Convert.ToBase64String("a ${DATABASE_PASSWORD} ü"u8))).Objects[0].Json["data"]!["key"]!.GetValue<string>();

        Assert.Equal("a s3cret ü", Encoding.UTF8.GetString(Convert.FromBase64String(filled)));
    }

    [Theory]
    [InlineData("/wAkewBBfQ==")]
    [InlineData("no base64 ${DATABASE_PASSWORD}")]
    public void Fill_DataThatIsNoText_LeftAlone(string data) =>
        Assert.Equal(data, Fill(Secret("data", data)).Objects[0].Json["data"]!["key"]!.GetValue<string>());

    [Fact]
    public void Fill_AbsentAndEmptyVariables_AllNamedWithPlaceAndNothingElse()
    {
        var outcome = Fill(Secret("stringData", "${DATABASE_PASSWORD} ${ABSENT} ${EMPTY}"));

        Assert.Empty(outcome.Objects);
        Assert.Equal(["ABSENT", "EMPTY"], outcome.Findings.Select(finding => finding.Problem.Split(' ')[2]));
        Assert.StartsWith("k8s/secret.yaml: Secret/backend: stringData.key: the variable ABSENT is not set.", outcome.Findings[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Findings, finding => finding.ToString().Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void Fill_OtherKinds_LeftAlone()
    {
        var map = new ManifestObject((JsonObject)JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"key":"${ABSENT}"}}""")!, "a.yaml");

        Assert.Same(map, Assert.Single(Fill(map).Objects));
    }

    [Fact]
    public void Fill_Given_InputStaysAsItWas()
    {
        var secret = Secret("stringData", "${DATABASE_PASSWORD}");

        Fill(secret);

        Assert.Equal("${DATABASE_PASSWORD}", secret.Json["stringData"]!["key"]!.GetValue<string>());
    }

    private static SecretOutcome Fill(ManifestObject item) =>
        SecretValues.Fill([item], name => name switch { Known => "s3cret", "EMPTY" => "", _ => null });

    private static ManifestObject Secret(string part, string value) => new(
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = "backend" },
            [part] = new JsonObject { ["key"] = value },
        },
        "k8s/secret.yaml");
}

using System.Text.Json;
using Sluice.Model.Redaction;
using Sluice.Nuke.Hosting.Output;

namespace Sluice.Nuke.Tests;

public sealed class JsonFileTests
{
    [Theory]
    [InlineData("hunter2", """{ "said": "*** it is", "port": 1234, "path": "a\\b" }""")]
    [InlineData("1234", """{ "said": "hunter2 it is", "port": 1234, "path": "a\\b" }""")]
    [InlineData("\",\n \"", """{ "said": "hunter2 it is", "port": 1234, "path": "a\\b" }""")]
    [InlineData("""is", "port": 1234, "path": """, """{ "said": "hunter2 it is", "port": 1234, "path": "a\\b" }""")]
    [InlineData("a\\b-and-more", """{ "said": "hunter2 it is", "port": 1234, "path": "a\\b" }""")]
    public void Clean_AnySecret_StaysJson(string secret, string expected)
    {
        var redactor = new Redactor();
        redactor.Add(secret);

        var cleaned = JsonFile.Clean("""{ "said": "hunter2 it is", "port": 1234, "path": "a\\b" }""", redactor.Clean);

        Assert.Equal(expected, cleaned);
        JsonDocument.Parse(cleaned).Dispose();
    }

    [Fact]
    public void Clean_SecretWithQuotationMarkAndLineEnd_IsMaskedInItsJsonSpelling()
    {
        var redactor = new Redactor();
        redactor.Add("pass\"word\nsecond<line>");

        Assert.Equal("""{"a":"*** of ***"}""", JsonFile.Clean(JsonSerializer.Serialize(new { a = "pass\"word of second<line>" }), redactor.Clean));
    }
}

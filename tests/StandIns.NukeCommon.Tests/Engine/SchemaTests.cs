using System.ComponentModel;
using System.Text.Json;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace StandIns.NukeCommon.Tests.Engine;

/// <summary>The schema of parameter files, in the layout that the published package writes.</summary>
public sealed class SchemaTests
{
    private static readonly JsonElement s_schema = SchemaUtility.GetJsonDocument(new SchemaBuild()).RootElement;

    [Theory]
    [InlineData("Text", """{"type":"string","description":"A text"}""")]
    [InlineData("Flag", """{"type":"boolean"}""")]
    [InlineData("MaybeFlag", """{"type":["boolean","null"]}""")]
    [InlineData("Count", """{"type":["integer","null"],"format":"int32"}""")]
    [InlineData("Names", """{"type":"array","items":{"type":"string"}}""")]
    [InlineData("Codes", """{"type":"array","items":{"type":"integer","format":"int32"}}""")]
    [InlineData("Folder", """{"type":"string"}""")]
    [InlineData("Key", """{"type":"string","default":"Secrets must be entered via 'nuke :secrets [profile]'"}""")]
    [InlineData("Mode", """{"type":"string","enum":["Debug","Release"]}""")]
    [InlineData("Modes", """{"type":"array","items":{"type":"string","enum":["Debug","Release"]}}""")]
    [InlineData("Colour", """{"$ref":"#/definitions/Colour"}""")]
    [InlineData("Place", """{"type":"string","enum":["here","there"]}""")]
    [InlineData("ComponentDepth", """{"type":"string"}""")]
    public void Parameter_OfEachKind_HasItsType(string name, string expected)
    {
        var property = s_schema.GetProperty("allOf")[0].GetProperty("properties").GetProperty(name);

        Assert.Equal(expected, JsonSerializer.Serialize(property).Replace("\\u0027", "'", StringComparison.Ordinal));
    }

    [Fact]
    public void Schema_OfABuild_HasTheDefinitionsInOrder()
    {
        Assert.Equal(["$schema", "definitions", "allOf"], s_schema.EnumerateObject().Select(x => x.Name));
        var definitions = s_schema.GetProperty("definitions");
        Assert.Equal(["Host", "ExecutableTarget", "Verbosity", "Colour", "NukeBuild"], definitions.EnumerateObject().Select(x => x.Name));
        Assert.Equal(["Alpha", "Beta"], definitions.GetProperty("ExecutableTarget").GetProperty("enum").EnumerateArray().Select(x => x.GetString()));
        Assert.Equal(
            ["Continue", "Help", "Host", "NoLogo", "Partition", "Plan", "Profile", "Root", "Skip", "Target", "Verbosity"],
            definitions.GetProperty("NukeBuild").GetProperty("properties").EnumerateObject().Select(x => x.Name));
    }

    [Fact]
    public void Schema_OfParametersOfEveryBuild_IsAsPublished()
    {
        var text = SchemaUtility.GetJsonString(new SchemaBuild());

        Assert.Contains(
            """
                    "Skip": {
                      "type": "array",
                      "description": "List of targets to be skipped. Empty list skips all dependencies",
                      "items": {
                        "$ref": "#/definitions/ExecutableTarget"
                      }
                    },
            """,
            text,
            StringComparison.Ordinal);
        Assert.Contains(
            """
                    "Partition": {
                      "type": "string",
                      "description": "Partition to use on CI"
                    },
            """,
            text,
            StringComparison.Ordinal);
    }

    internal enum Colour
    {
        Red,
        Blue,
    }

    [TypeConverter(typeof(TypeConverter<Mode>))]
    internal sealed class Mode : Enumeration
    {
        public static readonly Mode Release = new() { Value = nameof(Release) };
        public static readonly Mode Debug = new() { Value = nameof(Debug) };
    }

    [ParameterPrefix("Component")]
    internal interface IComponent : INukeBuild
    {
        [Parameter]
        string Depth => TryGetValue(() => Depth);

        Target Beta => _ => _;
    }

    internal sealed class SchemaBuild : NukeBuild, IComponent
    {
        [Parameter("A text.")]
        private readonly string? Text;

        [Parameter]
        private readonly bool Flag;

        [Parameter]
        private readonly bool? MaybeFlag;

        [Parameter]
        private readonly int? Count;

        [Parameter]
        private readonly string[] Names = [];

        [Parameter]
        private readonly int[] Codes = [];

        [Parameter]
        private readonly AbsolutePath? Folder;

        [Parameter, Secret]
        private readonly string? Key;

        [Parameter]
        private readonly Mode? Mode;

        [Parameter]
        private readonly Mode[] Modes = [];

        [Parameter]
        private readonly Colour Colour;

        [Parameter(ValueProviderMember = nameof(Places))]
        private readonly string? Place;

        private IEnumerable<string> Places => ["here", "there"];

        public Target Alpha => _ => _.Description($"{Text}{Flag}{MaybeFlag}{Count}{Names}{Codes}{Folder}{Key}{Mode}{Modes}{Colour}{Place}");
    }
}

using Sluice.Model.Input;

namespace Sluice.Model.Tests.Input;

public class NearestNameTests
{
    [Theory]
    [InlineData("prot", "port")]
    [InlineData("Port", "port")]
    [InlineData("dependson", "dependsOn")]
    [InlineData("depends_on", "dependsOn")]
    [InlineData("projekt", "project")]
    [InlineData("image", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void Of_Mistyped_NearestOrNothing(string given, string? expected) =>
        Assert.Equal(expected, NearestName.Of(given, ["project", "port", "dependsOn"]));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    public void Distance_Texts_Edits(string a, string b, int expected) =>
        Assert.Equal(expected, NearestName.Distance(a, b));
}

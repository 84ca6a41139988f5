using Sluice.Reports.Ci;

namespace Sluice.Reports.Tests.Ci;

public sealed class GitHubCommandsTests
{
    [Fact]
    public void Error_WithPlace_NamesFileLineColumnAndTitle() => Assert.Equal(
        "::error file=k8s/base.yaml,line=3,col=7,title=DeployStage failed::replicsa is no field",
        GitHubCommands.Error(new Annotation("DeployStage failed", "replicsa is no field") { File = "k8s/base.yaml", Line = 3, Column = 7 }));

    [Fact]
    public void Error_TextThatWouldEndOrPartTheCommand_TravelsEncoded() => Assert.Equal(
        "::error file=a%3Ab%2Cc.yaml,title=100%25%3A%3A a%2C b::100%25: a, b%0D%0A::set-output name=x::y",
        GitHubCommands.Error(new Annotation("100%:: a, b", "100%: a, b\r\n::set-output name=x::y") { File = "a:b,c.yaml" }));

    [Fact]
    public void Begin_Phase_EndsTheGroupBeforeIt() =>
        Assert.Equal(["::endgroup::", "::group::Wait for a%25"], new GitHubCommands().Begin("Wait for a%\u001b[31m"));
}

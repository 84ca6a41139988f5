using Microsoft.AspNetCore.Http;
using Sluice.Nuke.Diagnostics;
using Sluice.Oci.Registry;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Tests.Diagnostics;

public sealed class RegistryChecksTests
{
    [Theory]
    [InlineData("", FindingLevel.Fine, "answers (without a login)")]
    [InlineData("/v2/", FindingLevel.Problem, "asks for a login")]
    [InlineData("/v2/team/backend/tags/list", FindingLevel.Problem, "asks for a login")]
    public async Task Look_Registry_SaysWhetherItTakesTheLogin(string refused, FindingLevel level, string what)
    {
        await using var registry = await WebStub.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == refused ? 401 : 200;
            return context.Response.WriteAsync("""{"name":"team/backend","tags":[]}""");
        });

        var findings = await Checks.LookAsync($"{registry.Address}/team", "backend", CancellationToken.None);

        Assert.Equal(level, findings[0].Level);
        Assert.Contains(what, findings[0].What, StringComparison.Ordinal);
        Assert.Equal(refused == "/v2/" ? 1 : 2, findings.Count);
    }

    [Fact]
    public async Task Look_RepositoryThatIsNotThereYet_IsFine()
    {
        await using var registry = await WebStub.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/v2/" ? 200 : 404;
            return context.Response.WriteAsync("{}");
        });

        Assert.Equal(FindingLevel.Fine, (await Checks.LookAsync(registry.Address, "backend", CancellationToken.None))[0].Level);
    }

    [Fact]
    public async Task Look_RegistryWithAnotherTime_IsAClockFinding()
    {
        await using var registry = await WebStub.StartAsync(context =>
        {
            context.Response.Headers.Date = DateTimeOffset.UtcNow.AddHours(-3).ToString("R");
            return context.Response.WriteAsync("""{"tags":[]}""");
        });

        var finding = (await Checks.LookAsync(registry.Address, "backend", CancellationToken.None))[1];

        Assert.Equal(("Clock", FindingLevel.Problem), (finding.Subject, finding.Level));
        Assert.Contains($"ahead of {registry.Address}", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_LoginThatCannotBeRead_IsWorthANotice()
    {
        await using var registry = await WebStub.StartAsync(context => context.Response.WriteAsync("""{"tags":[]}"""));

        var findings = await new RegistryChecks(new Login(new CredentialAnswer(null, "the helper is missing.")), TimeProvider.System).LookAsync(registry.Address, "backend", CancellationToken.None);

        Assert.Contains(findings, finding => finding.Level == FindingLevel.Notice && finding.What == "the helper is missing." && finding.Advice == $"Type: docker login {registry.Address}");
    }

    [Fact]
    public async Task Look_Login_IsToldWithoutItsSecret()
    {
        await using var registry = await WebStub.StartAsync(context => context.Response.WriteAsync("""{"tags":[]}"""));

        var findings = await new RegistryChecks(new Login(new CredentialAnswer(new RegistryCredential("ada", "pa55"))), TimeProvider.System).LookAsync(registry.Address, "backend", CancellationToken.None);

        Assert.Equal($"{registry.Address} answers (as \"ada\")", findings[0].What);
        Assert.DoesNotContain(findings, finding => finding.ToString().Contains("pa55", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Look_NobodyThere_SaysWhatToDo()
    {
        string address;
        await using (var registry = await WebStub.StartAsync(_ => Task.CompletedTask))
        {
            address = registry.Address;
        }

        var finding = Assert.Single(await Checks.LookAsync(address, "backend", CancellationToken.None));

        Assert.Equal((FindingLevel.Problem, ExitCodes.Infrastructure), (finding.Level, finding.ExitCode));
        Assert.Contains(address, finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_AddressThatIsNone_IsBadInput() =>
        Assert.Equal(ExitCodes.BadInput, Assert.Single(await Checks.LookAsync("Not An Address", "backend", CancellationToken.None)).ExitCode);

    private sealed class Login(CredentialAnswer answer) : ICredentialProvider
    {
        public ValueTask<CredentialAnswer> GetAsync(string host, CancellationToken cancellationToken) => new(answer);
    }

    private static RegistryChecks Checks => new(AnonymousCredentials.Instance, TimeProvider.System);
}

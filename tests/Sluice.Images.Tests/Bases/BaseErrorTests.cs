using Sluice.Model;
using Sluice.Oci;
using Sluice.Oci.Registry;
using Sluice.Oci.Tests.Registry;

namespace Sluice.Images.Tests.Bases;

/// <summary>What a service with a base that cannot be used is told; nothing is compiled for any of these.</summary>
public sealed class BaseErrorTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();
    private MemoryRegistry _registry = null!;

    public async Task InitializeAsync()
    {
        ShopSource.WriteTo(_folder);
        _registry = await MemoryRegistry.StartAsync();
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Build_BaseIsNotThere_NamesItAndWhereToCorrectIt()
    {
        var reference = new ImageReference(_registry.Host, "dotnet/aspnet", "10.0", Digest.OfNothing);

        var failed = await FailAsync(reference.ToString());

        Assert.True(failed.IsInput);
        Assert.Contains($"base image {reference}", failed.Reason);
        Assert.Contains($"{_registry.Host} has no manifest", failed.Reason);
        Assert.Contains("services.mail.base", failed.Hint);
    }

    [Fact]
    public async Task Build_IndexWithoutThePlatform_NamesThoseItHas()
    {
        var reference = await new TestBase(Platform.LinuxArm64, new Platform("s390x", "linux")).PushAsync(_registry, _folder.Path);

        var failed = await FailAsync(reference.ToString());

        Assert.True(failed.IsInput);
        Assert.Contains("has no image for linux/amd64. It has: linux/arm64, linux/s390x", failed.Reason);
        Assert.Contains("services.mail.base", failed.Hint);
    }

    [Fact]
    public async Task Build_SingleImageForAnotherPlatform_IsRefused()
    {
        var reference = await new TestBase(Platform.LinuxArm64).PushAsync(_registry, _folder.Path);

        var failed = await FailAsync(reference.ToString());

        Assert.True(failed.IsInput);
        Assert.Contains("it is for linux/arm64, not for linux/amd64", failed.Reason);
    }

    [Fact]
    public async Task Build_RegistrySendsOtherBytes_IsAMismatchAndNothingIsKept()
    {
        var reference = await new TestBase(Platform.LinuxAmd64).PushAsync(_registry, _folder.Path);
        _registry.Fault = async http =>
        {
            if (http.Request.Path.Value!.Contains("/manifests/", StringComparison.Ordinal))
            {
                await http.Response.Body.WriteAsync("{\"schemaVersion\":2}"u8.ToArray());
                return true;
            }

            return false;
        };

        var failed = await FailAsync(reference.ToString());

        Assert.False(failed.IsInput);
        Assert.Contains($"not {reference.Digest}", failed.Reason);
        Assert.Contains("again", failed.Hint);
    }

    [Fact]
    public async Task Build_RegistryAsksForALogin_NamesTheCommand()
    {
        _registry.Fault = http =>
        {
            http.Response.StatusCode = 401;
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"r\"";
            return Task.FromResult(true);
        };

        var failed = await FailAsync($"{_registry.Host}/dotnet/aspnet@{Digest.OfNothing}");

        Assert.False(failed.IsInput);
        Assert.Contains("asks for a login to pull from dotnet/aspnet", failed.Reason);
        Assert.Equal($"Type: docker login {_registry.Host}", failed.Hint);
    }

    [Fact]
    public async Task Build_BaseIsNotPinned_NamesTheDigestOfToday()
    {
        var reference = await new TestBase(Platform.LinuxAmd64).PushAsync(_registry, _folder.Path);

        var failed = await FailAsync($"{_registry.Host}/dotnet/aspnet:10.0");

        Assert.True(failed.IsInput);
        Assert.Contains("not pinned", failed.Reason);
        Assert.Contains(reference.ToString(), failed.Hint);
    }

    [Fact]
    public async Task Build_ReferenceWithoutAHost_SaysToWriteOne()
    {
        var failed = await FailAsync($"dotnet/aspnet:10.0@{Digest.OfNothing}");

        Assert.True(failed.IsInput);
        Assert.Contains("names no registry host", failed.Reason);
    }

    [Fact]
    public async Task Build_RegistryIsDown_IsInfrastructure()
    {
        var reference = await new TestBase(Platform.LinuxAmd64).PushAsync(_registry, _folder.Path);
        await _registry.DisposeAsync();

        var failed = await FailAsync(reference.ToString());

        Assert.False(failed.IsInput);
        Assert.Contains("cannot be reached", failed.Reason);
    }

    [Fact]
    public async Task Build_ScratchForAPlatformThatThisMachineIsNot_SaysSo()
    {
        var options = Options() with { Settings = new ImageSettings { Platforms = [new Platform("s390x", "linux")] } };

        var outcomes = await new DaemonlessBuilder(options, TimeProvider.System).BuildAsync([ShopSource.MailService with { Base = "scratch" }], null, default);

        var failed = Assert.IsType<BuildOutcome.Failed>(outcomes[0]);
        Assert.Contains("no glibc for linux/s390x", failed.Reason);
        Assert.True(failed.IsInput);
    }

    private BuilderOptions Options() => new()
    {
        Root = _folder.Path,
        WorkFolder = _folder.At(".nuke/temp/images"),
        Registry = new RegistryClientOptions { Retries = 1, RetryDelay = TimeSpan.FromMilliseconds(1) },
    };

    private async Task<BuildOutcome.Failed> FailAsync(string reference)
    {
        ServiceDefinition[] services = [ShopSource.MailService with { Base = reference }, ShopSource.ShopService with { Project = "gone" }];
        var outcomes = await new DaemonlessBuilder(Options(), TimeProvider.System).BuildAsync(services, null, default);
        Assert.Equal(["mail", "shop"], outcomes.Select(outcome => outcome.Service));
        return Assert.IsType<BuildOutcome.Failed>(outcomes[0]);
    }
}

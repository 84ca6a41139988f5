using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Sluice.Sandbox.Hosting;

namespace Sluice.Sandbox.Tests.Api.Hosting;

public sealed class SandboxHomeTests : IDisposable
{
    private readonly SandboxFiles _files = new(Directory.CreateTempSubdirectory("sluice-home").FullName);

    public void Dispose() => Directory.Delete(_files.Home, recursive: true);

    [Fact]
    public void Choose_Again_RemembersTheBlock()
    {
        var first = AddressBlocks.Choose(_files);
        Assert.Equal(first, AddressBlocks.Choose(_files));
    }

    [Fact]
    public void Choose_RememberedBlockTaken_NamesAddressPortProcessAndWhatToType()
    {
        var block = AddressBlocks.Choose(_files);
        using var other = new TcpListener(block.ControlAddress, AddressBlock.ApiPort);
        other.Start();
        string message = Assert.Throws<SandboxStartException>(() => AddressBlocks.Choose(_files)).Message;
        Assert.Contains($"{block.ControlAddress}:6443", message, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} ("), message, StringComparison.Ordinal);
        Assert.Contains("./build.sh SandboxReset", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_NonsenseInTheFile_IsRefused()
    {
        File.WriteAllText(_files.AddressBlock, "99");
        Assert.Contains("not an address block", Assert.Throws<SandboxStartException>(() => AddressBlocks.Choose(_files)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, "127.77.0.1")]
    [InlineData(1, 1, "127.77.16.1")]
    [InlineData(15, 4094, "127.77.255.254")]
    public void Pod_Offset_IsInTheBlock(int index, int offset, string address) =>
        Assert.Equal(IPAddress.Parse(address), new AddressBlock(index).Pod(offset));

    [Fact]
    public void Keys_MadeOnce_ReadAgainAndPrivate()
    {
        var first = SandboxKeys.LoadOrCreate(_files, new AddressBlock(0), TimeProvider.System);
        var again = SandboxKeys.LoadOrCreate(_files, new AddressBlock(0), TimeProvider.System);
        Assert.Equal((first.Token, first.CaPem, first.Server.Thumbprint), (again.Token, again.CaPem, again.Server.Thumbprint));
        Assert.All(Directory.GetFiles(_files.Keys), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    [Fact]
    public void Keys_ServerCertificate_IsTrustedThroughTheCaOnly()
    {
        var keys = SandboxKeys.LoadOrCreate(_files, new AddressBlock(0), TimeProvider.System);
        using var authority = X509Certificate2.CreateFromPem(keys.CaPem);
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.False(chain.Build(keys.Server));
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        Assert.True(chain.Build(keys.Server));
        Assert.True(keys.Server.MatchesHostname("127.77.0.1"));
    }
}

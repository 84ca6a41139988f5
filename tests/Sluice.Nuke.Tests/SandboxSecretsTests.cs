using Sluice.Nuke.Sandbox;

namespace Sluice.Nuke.Tests;

public sealed class SandboxSecretsTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("sluice-secrets-").FullName;

    [Fact]
    public void Generate_Again_SameValue()
    {
        var first = new SandboxSecrets(Home("a")).Generate("PASSWORD");

        Assert.Equal(first, new SandboxSecrets(Home("a")).Generate("PASSWORD"));
        Assert.Equal(24, first.Length);
    }

    [Fact]
    public void Generate_OtherNameOrSandbox_OtherValue()
    {
        var values = new[] { (Home("a"), "ONE"), (Home("a"), "TWO"), (Home("b"), "ONE") }.Select(pair => new SandboxSecrets(pair.Item1).Generate(pair.Item2));

        Assert.Equal(3, values.Distinct().Count());
    }

    [Fact]
    public void Generate_First_KeyIsReadableByItsOwnerAlone()
    {
        new SandboxSecrets(Home("a")).Generate("PASSWORD");

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(Home("a")))));
        }
    }

    public void Dispose() => Directory.Delete(_place, recursive: true);

    private string Home(string name) => Path.Combine(_place, name);
}

using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Oci.Registry;

namespace Sluice.Oci.Tests.Registry;

/// <summary>Artifacts at a registry without the referrers API.</summary>
public sealed class ReferrerTests : IAsyncLifetime
{
    private static readonly Descriptor Subject = Descriptor.Of(MediaTypes.ImageManifest, "subject"u8);
    private static readonly string ListTag = "sha256-" + Subject.Digest.Hex;
    private MemoryRegistry _registry = null!;

    public async Task InitializeAsync() => _registry = await MemoryRegistry.StartAsync();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task PushArtifact_Twice_IsListedOnceWithTypeAndAnnotations()
    {
        using var client = Client();
        var pushed = await PushAsync(client, "one");
        await PushAsync(client, "one");

        var listed = await client.ListReferrersAsync(_registry.Repository, Subject.Digest, "type/one", CancellationToken.None);

        var entry = Assert.Single(listed.Value!);
        Assert.Equal((pushed.Value!.Digest, "type/one", "one"), (entry.Digest, entry.ArtifactType, entry.Annotations!["name"]));
        Assert.Empty((await client.ListReferrersAsync(_registry.Repository, Subject.Digest, "type/other", CancellationToken.None)).Value!);
        Assert.Empty((await client.ListReferrersAsync(_registry.Repository, Digest.OfNothing, null, CancellationToken.None)).Value!);
    }

    [Theory]
    [InlineData(true, 4)]
    [InlineData(false, 1)]
    public async Task PushArtifact_FromManyAtOnce_NoEntryIsLost(bool honoursConditions, int clients)
    {
        _registry.HonoursConditions = honoursConditions;
        var all = Enumerable.Range(0, clients).Select(_ => Client()).ToArray();

        var pushed = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => PushAsync(all[number % clients], $"{number}")));

        Assert.All(pushed, outcome => Assert.True(outcome.IsSuccess, outcome.Error?.Message));
        Assert.True(ImageIndex.TryRead(_registry.Manifest("app", ListTag), out var index, out _));
        Assert.Equal(pushed.Select(outcome => outcome.Value!.Digest).Order(), index.Manifests.Select(entry => entry.Digest).Order());
        Array.ForEach(all, client => client.Dispose());
    }

    [Fact]
    public async Task PushArtifact_FromManyAtOnce_SharedBlobIsUploadedOnce()
    {
        using var client = Client();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => PushAsync(client, $"{number}")));

        Assert.Equal(7, _registry.Requests.Count(request => request.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task PutManifest_RegistryReadsItsOwnHalfWrittenNotes_IsTriedAgain()
    {
        using var client = Client();
        var tries = 0;
        _registry.Fault = async http =>
        {
            if (http.Request.Method != "PUT" || ++tries > 1)
            {
                return false;
            }

            http.Response.StatusCode = 400;
            await http.Response.WriteAsync("""{"errors":[{"code":"DIGEST_INVALID","message":"provided digest did not match uploaded content"}]}""");
            return true;
        };

        Assert.True((await client.PutManifestAsync(_registry.Repository, ArtifactManifest.EmptyConfig, CancellationToken.None)).IsSuccess);
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task PushArtifact_AnotherWriterOverwritesTheList_EntryIsPutBack()
    {
        _registry.HonoursConditions = false;
        using var client = Client();
        using var other = Client();
        var writes = 0;
        var others = new ImageIndex { Manifests = [Subject] }.ToDocument();
        _registry.Fault = async http =>
        {
            // The other one read the list before us and writes it right after us.
            if (http.Request.Method == "GET" && http.Request.Path.Value!.EndsWith(ListTag, StringComparison.Ordinal) && ++writes == 2)
            {
                await other.PutManifestAsync(_registry.Repository.WithTag(ListTag), others, CancellationToken.None);
            }

            return false;
        };

        var pushed = await PushAsync(client, "mine");

        Assert.True(ImageIndex.TryRead(_registry.Manifest("app", ListTag), out var index, out _));
        Assert.Equal([Subject.Digest, pushed.Value!.Digest], index.Manifests.Select(entry => entry.Digest));
    }

    [Fact]
    public async Task PushArtifact_ListIsNeverKept_SaysSoAfterSomeRounds()
    {
        using var client = Client();
        _registry.Fault = http =>
        {
            http.Response.StatusCode = 412;
            return Task.FromResult(http.Request.Method == "PUT" && http.Request.Path.Value!.EndsWith(ListTag, StringComparison.Ordinal));
        };

        var pushed = await PushAsync(client, "mine");

        Assert.Equal(RegistryErrorKind.Rejected, pushed.Error!.Kind);
        Assert.Contains("others write it at the same time", pushed.Error.Message);
    }

    private static RegistryClient Client() => new(new RegistryClientOptions { RetryDelay = TimeSpan.FromMilliseconds(5) });

    private Task<RegistryOutcome<Descriptor>> PushAsync(RegistryClient client, string name)
    {
        var content = new OciDocument("application/json", Encoding.UTF8.GetBytes($"\"{name}\""));
        var artifact = ArtifactManifest.Create($"type/{name}", Subject, [content.Descriptor], new Dictionary<string, string> { ["name"] = name });
        return client.PushArtifactAsync(_registry.Repository, artifact, [content], CancellationToken.None);
    }
}

using Sluice.Oci;
using Sluice.Oci.Registry;
using Sluice.Supply.Evidence;
using Sluice.Supply.Scanning;

namespace Sluice.Supply.Tests;

public sealed class EvidenceRoundTripTests : IAsyncLifetime, IDisposable
{
    private readonly TestImages _images = new();
    private readonly FixedTime _time = new(FixedTime.Start);
    private readonly RegistryClient _client = new(new RegistryClientOptions { Retries = 0 });
    private TestRegistry _registry = null!;

    public async Task InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    public void Dispose()
    {
        _images.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task EnsureAsync_ThenPush_IsReadBackAndAccepted()
    {
        var image = await _images.CleanAsync();
        var recorded = await RecordedScan.EnsureAsync(_images.Layout, image, _time, default);
        Assert.True((await PushAsync(image)).Value);

        var lookup = await ReadAsync(image.Digest);

        Assert.Equal(recorded.Evidence, Assert.IsType<EvidenceLookup.Found>(lookup).Evidence);
        Assert.IsType<EvidenceDecision.Accepted>(EvidencePolicy.Check(image.Digest, lookup));
    }

    [Fact]
    public async Task EnsureAsync_PassedBefore_ScansAndPushesNothing()
    {
        var image = await _images.CleanAsync();
        var first = await RecordedScan.EnsureAsync(_images.Layout, image, _time, default);
        await PushAsync(image);
        var writes = _registry.Writes;
        _time.Now += TimeSpan.FromDays(1);

        var second = await RecordedScan.EnsureAsync(_images.Layout, image, _time, default);

        Assert.NotNull(first.Report);
        Assert.Null(second.Report);
        Assert.Equal(first.Evidence, second.Evidence);
        Assert.False((await PushAsync(image)).Value);
        Assert.Equal(writes, _registry.Writes);
    }

    [Fact]
    public async Task EnsureAsync_FailedBefore_ScansAgainAndKeepsOneRecord()
    {
        var image = await _images.AddAsync("root", [], ("app/a.txt", [], TestImages.Plain));
        await RecordedScan.EnsureAsync(_images.Layout, image, _time, default);
        _time.Now += TimeSpan.FromMinutes(1);

        var second = await RecordedScan.EnsureAsync(_images.Layout, image, _time, default);

        Assert.NotNull(second.Report);
        Assert.Single(await _images.Layout.ReferrersAsync(image.Digest, ScanEvidence.ArtifactType, default));
        Assert.Equal(second.Evidence, Assert.IsType<EvidenceLookup.Found>(await EvidenceStore.FindAsync(_images.Layout, image.Digest, default)).Evidence);
    }

    [Fact]
    public async Task ReadScanAsync_SeveralRecords_TheNewestCounts()
    {
        var image = await _images.CleanAsync();
        await RecordAsync(image, ScanVerdict.Passed, TimeSpan.Zero);
        await RecordAsync(image, ScanVerdict.Failed, TimeSpan.FromHours(1));
        Assert.IsType<EvidenceDecision.Refused>(EvidencePolicy.Check(image.Digest, await ReadAsync(image.Digest)));

        await RecordAsync(image, ScanVerdict.Passed, TimeSpan.FromHours(2));
        Assert.IsType<EvidenceDecision.Accepted>(EvidencePolicy.Check(image.Digest, await ReadAsync(image.Digest)));
    }

    [Fact]
    public async Task ReadScanAsync_NothingRecorded_IsNone()
        => Assert.IsType<EvidenceLookup.None>(await ReadAsync((await _images.CleanAsync()).Digest));

    [Fact]
    public async Task ReadScanAsync_RegistryDoesNotAnswer_IsUnreachable()
    {
        var image = await _images.CleanAsync();
        var where = _registry.Repository;
        await _registry.StopAsync();

        Assert.IsType<EvidenceLookup.Unreachable>(await EvidenceReader.ReadScanAsync(_client, where, image.Digest, default));
    }

    [Fact]
    public async Task ReadScanAsync_RecordOfAnotherImageUnderThisSubject_IsInvalid()
    {
        var image = await _images.CleanAsync();
        var other = await _images.AddAsync("1654", [], ("app/b.txt", [], TestImages.Plain));
        var content = ScanEvidence.From(await ImageScanner.ScanAsync(_images.Layout, other.Digest, default), _time).ToDocument();
        await _client.PushArtifactAsync(_registry.Repository, EvidenceArtifact.For(image, content), [content], default);

        Assert.Contains("the record is of", Assert.IsType<EvidenceLookup.Invalid>(await ReadAsync(image.Digest)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadScanAsync_RegistryHandsOutOtherBytes_NeverPasses()
    {
        var image = await _images.CleanAsync();
        await RecordedScan.EnsureAsync(_images.Layout, image, _time, default);
        await PushAsync(image);
        foreach (var store in new Action<Func<byte[], byte[]>>[] { DamageBlobs, DamageManifests })
        {
            foreach (var damage in new Func<byte[], byte[]>[] { Flip, bytes => bytes[..^1], bytes => [.. bytes, (byte)' '], _ => [] })
            {
                var (blobs, manifests) = (_registry.Blobs.ToArray(), _registry.Manifests.ToArray());
                store(damage);

                Assert.IsType<EvidenceDecision.Refused>(EvidencePolicy.Check(image.Digest, await ReadAsync(image.Digest)));

                Array.ForEach(blobs, entry => _registry.Blobs[entry.Key] = entry.Value);
                Array.ForEach(manifests, entry => _registry.Manifests[entry.Key] = entry.Value);
            }
        }

        Assert.IsType<EvidenceDecision.Accepted>(EvidencePolicy.Check(image.Digest, await ReadAsync(image.Digest)));
    }

    private static byte[] Flip(byte[] bytes)
    {
        var copy = bytes.ToArray();
        copy[copy.Length / 2] ^= 1;
        return copy;
    }

    private void DamageBlobs(Func<byte[], byte[]> damage) => Array.ForEach(_registry.Blobs.ToArray(), entry => _registry.Blobs[entry.Key] = damage(entry.Value));

    private void DamageManifests(Func<byte[], byte[]> damage)
        => Array.ForEach(_registry.Manifests.ToArray(), entry => _registry.Manifests[entry.Key] = entry.Value with { Bytes = damage(entry.Value.Bytes.ToArray()) });

    private async Task RecordAsync(Descriptor image, ScanVerdict verdict, TimeSpan after)
    {
        var report = await ImageScanner.ScanAsync(_images.Layout, image.Digest, default);
        var evidence = ScanEvidence.From(report, new FixedTime(FixedTime.Start + after)) with { Verdict = verdict };
        await EvidenceStore.SaveAsync(_images.Layout, image, evidence, default);
        Assert.True((await PushAsync(image)).IsSuccess);
    }

    private Task<RegistryOutcome<bool>> PushAsync(Descriptor image) => EvidencePusher.PushAsync(_client, _registry.Repository, _images.Layout, image.Digest, default);

    private Task<EvidenceLookup> ReadAsync(Digest image) => EvidenceReader.ReadScanAsync(_client, _registry.Repository, image, default);
}

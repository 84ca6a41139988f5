using Sluice.Oci.Layout;
using Sluice.Oci.Registry;

namespace Sluice.Oci.Tests.Registry;

/// <summary>Images of several services on their way at the same time.</summary>
public sealed class ParallelPushTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Push_ThreeImagesAtOnceThatShareALayer_SendsItOnceAndMountsItTwice()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        var layout = OciLayout.Open(_folder.Path, TimeProvider.System);
        using var client = new RegistryClient();
        var pusher = new ImagePusher(client);
        Digest[] images =
        [
            await TestImage.WriteAsync(layout, 300_000, 1001),
            await TestImage.WriteAsync(layout, 300_000, 1002),
            await TestImage.WriteAsync(layout, 300_000, 1003),
        ];

        var pushed = await Task.WhenAll(images.Select((image, number) => pusher.PushAsync(layout, image, new ImageReference(registry.Host, $"shop/service{number}"), null, default)));

        Assert.All(pushed, one => Assert.True(one.IsSuccess, one.Error?.Message));
        Assert.Equal([2, 2, 3], pushed.Select(one => one.Value!.BlobsSent).Order());
        Assert.Equal([0, 1, 1], pushed.Select(one => one.Value!.BlobsMounted).Order());
    }
}

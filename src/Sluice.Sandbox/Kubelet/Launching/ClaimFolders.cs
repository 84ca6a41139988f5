using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Kubelet.Launching;

/// <summary>What PersistentVolumeClaims hold: a folder each, named by uid so that a claim made anew begins empty.</summary>
/// <param name="Home">The sandbox's own folder.</param>
internal sealed record ClaimFolders(string Home)
{
    private string Root => Path.Combine(Home, "claims");

    public string Of(string uid) => Path.Combine(Root, uid);

    /// <summary>Removes folders whose claim is gone.</summary>
    public void RemoveStray(IObjectStore store)
    {
        Directory.CreateDirectory(Root);
        var known = store.List(Resources.Claims, null).Items.Select(c => c.Uid()).ToHashSet();
        foreach (string stray in Directory.EnumerateDirectories(Root).Where(f => !known.Contains(Path.GetFileName(f))))
        {
            new PodFolder(stray).Delete();
        }
    }

    /// <summary>Removes folders as their claims are deleted.</summary>
    public async Task WatchAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await foreach (var change in store.Watch(Resources.Claims, null, 0, cancellationToken).ConfigureAwait(false))
            {
                if (change.Type == StoreEventType.Deleted)
                {
                    new PodFolder(Of(change.Object.Uid())).Delete();
                }
            }
        }
    }
}

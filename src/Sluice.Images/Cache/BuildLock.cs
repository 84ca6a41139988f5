namespace Sluice.Images.Cache;

/// <summary>One build at a time in a work folder; given back by the operating system even when the process is killed.</summary>
internal static class BuildLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The lock, to be disposed; <see langword="null"/> when another build kept it for the whole time.</summary>
    public static async Task<IDisposable?> TakeAsync(string file, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (exception.GetType() == typeof(IOException) && !Publishing.ErrorReading.IsDiskFull(exception))
            {
                if (time.GetElapsedTime(started) >= timeout)
                {
                    return null;
                }
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}

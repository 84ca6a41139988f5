namespace Nuke.Common.Utilities;

/// <summary>Something to do at the end of a <c>using</c>.</summary>
public class DelegateDisposable : IDisposable
{
    private readonly Action _cleanup;

    private DelegateDisposable(Action cleanup)
    {
        _cleanup = cleanup;
    }

    public static IDisposable CreateBracket(Action setup = null, Action cleanup = null)
    {
        setup?.Invoke();
        return new DelegateDisposable(cleanup);
    }

    public void Dispose() => _cleanup?.Invoke();
}

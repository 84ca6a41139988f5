using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Nuke.Common;

/// <summary>Checks that end the build with a message.</summary>
public static class Assert
{
    [DoesNotReturn]
    public static void Fail(string message, Exception exception = null) => throw new BuildFailure(message, exception);

    public static void True([DoesNotReturnIf(false)] bool condition, string message = null, [CallerArgumentExpression(nameof(condition))] string argumentExpression = null)
    {
        if (!condition)
        {
            Fail(message ?? $"Expected condition to be true: {argumentExpression}");
        }
    }

    public static void False([DoesNotReturnIf(true)] bool condition, string message = null, [CallerArgumentExpression(nameof(condition))] string argumentExpression = null) =>
        True(!condition, message ?? $"Expected condition to be false: {argumentExpression}");

    public static T NotNull<T>(this T obj, string message = null, [CallerArgumentExpression(nameof(obj))] string argumentExpression = null)
        where T : class
    {
        True(obj != null, message ?? $"Expected a value: {argumentExpression}");
        return obj;
    }

    public static T? NotNull<T>(this T? obj, string message = null, [CallerArgumentExpression(nameof(obj))] string argumentExpression = null)
        where T : struct
    {
        True(obj != null, message ?? $"Expected a value: {argumentExpression}");
        return obj;
    }

    public static string NotNullOrEmpty(this string str, string message = null, [CallerArgumentExpression(nameof(str))] string argumentExpression = null)
    {
        True(!string.IsNullOrEmpty(str), message ?? $"Expected a text that is not empty: {argumentExpression}");
        return str;
    }

    public static string NotNullOrWhiteSpace(this string str, string message = null, [CallerArgumentExpression(nameof(str))] string argumentExpression = null)
    {
        True(!string.IsNullOrWhiteSpace(str), message ?? $"Expected a text that is not blank: {argumentExpression}");
        return str;
    }

    public static void NotEmpty<T>(IReadOnlyCollection<T> collection, string message = null, [CallerArgumentExpression(nameof(collection))] string argumentExpression = null) =>
        True(collection is { Count: > 0 }, message ?? $"Expected at least one element: {argumentExpression}");

    public static void FileExists(string path, string message = null, [CallerArgumentExpression(nameof(path))] string argumentExpression = null) =>
        True(File.Exists(path), message ?? $"Expected a file: {path} ({argumentExpression})");

    public static void DirectoryExists(string path, string message = null, [CallerArgumentExpression(nameof(path))] string argumentExpression = null) =>
        True(Directory.Exists(path), message ?? $"Expected a directory: {path} ({argumentExpression})");
}

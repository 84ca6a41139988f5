using System.Diagnostics.CodeAnalysis;

namespace Sluice.Kubernetes.Api;

/// <summary>A value or an error; never both, never neither.</summary>
[SuppressMessage("Design", "CA1000", Justification = "A result is made where its type is named; a second type of the same name would only hide that.")]
public sealed record ApiResult<T>
    where T : class
{
    private ApiResult(T? value, ApiError? error)
    {
        Value = value;
        Error = error;
    }

    public T? Value { get; }

    public ApiError? Error { get; }

    /// <summary>The server's clock as it answered; null when it did not answer or did not say.</summary>
    public DateTimeOffset? Date { get; init; }

    public static ApiResult<T> Ok(T value) => new(value, null);

    public static ApiResult<T> Failed(ApiError error) => new(null, error);

    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ApiError? error)
    {
        value = Value;
        error = Error;
        return value is not null;
    }
}

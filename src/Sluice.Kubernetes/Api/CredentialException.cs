namespace Sluice.Kubernetes.Api;

/// <summary>A credential cannot be obtained. The message says why and has nothing of the credential.</summary>
internal sealed class CredentialException(string message, Exception? inner = null) : Exception(message, inner);

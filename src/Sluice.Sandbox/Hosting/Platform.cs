using System.Runtime.Versioning;

// Loopback addresses beyond 127.0.0.1, /proc and file modes: the sandbox is for Linux (WSL2 included).
[assembly: SupportedOSPlatform("linux")]

// The engine is one per process, and so is the console.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// build.sh is tested by running it.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]

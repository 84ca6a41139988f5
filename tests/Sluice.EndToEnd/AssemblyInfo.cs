// The scenarios run real processes and look at time: side by side they would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

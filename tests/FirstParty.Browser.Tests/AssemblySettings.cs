// One browser, one machine: visitors come one after the other.
[assembly: NonParallelizable]

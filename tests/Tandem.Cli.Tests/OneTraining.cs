namespace Tandem.Cli.Tests;

/// <summary>Tests that train with libtorch go one after the other and beside no others: a process trains one thing at a time.</summary>
[CollectionDefinition(nameof(OneTraining), DisableParallelization = true)]
public sealed class OneTraining;

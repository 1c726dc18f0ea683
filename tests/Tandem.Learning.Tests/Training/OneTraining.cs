using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Training;

/// <summary>
/// Tests that train go one after the other and beside no others: a process trains one thing at a time, and whoever
/// draws from libtorch's global stream meanwhile would change what dropout draws. Their models are tiny, so one thread
/// computes them: two would spend their time waiting for each other.
/// </summary>
[CollectionDefinition(nameof(OneTraining), DisableParallelization = true)]
public sealed class OneTraining : ICollectionFixture<OneTraining.OneThread>
{
    public sealed class OneThread : IDisposable
    {
        private readonly int threads = get_num_threads();

        public OneThread() => set_num_threads(1);

        public void Dispose() => set_num_threads(threads);
    }
}

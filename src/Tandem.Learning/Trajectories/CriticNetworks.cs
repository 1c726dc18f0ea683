using Tandem.Learning.Reinforcement;
using Tandem.Learning.Training;

namespace Tandem.Learning.Trajectories;

// Legend: B steps, W encoded observation width, A encoded action width.

/// <summary>
/// The critic of implicit Q-learning in perceptrons (Kostrikov, Nair and Levine, 2022, algorithm 1). At each update V steps
/// towards the expectile of Q over the actions in the data (equation 5), then two Qs step towards r + γ·V(s′) by squared error
/// (equation 6), whose mean is over the world's chance alone. V is told the smaller of two slow copies of Q.
/// </summary>
/// <remarks>After a step that terminated nothing follows; a step that was cut goes on with V of its final observation.</remarks>
internal sealed class CriticNetworks : IDisposable
{
    /// <summary>The unit of advantages, as a share of the deviation of Q over the recorded steps.</summary>
    private const double UnitShare = 0.07;

    private readonly CriticOptions options;
    private readonly double expectile;
    private readonly CriticData data;
    private readonly CriticBatch batch;
    private readonly PerceptronNetwork value;
    private readonly PerceptronNetwork[] qualities;
    private readonly Perceptron[] targets;
    private readonly float[] values;
    private readonly float[] nextValues;
    private readonly float[] estimates;
    private readonly float[] smaller;
    private readonly float[] slopes;
    private RandomStream random;

    /// <summary>Perceptrons that have learned nothing yet.</summary>
    /// <param name="data">What they are to learn from.</param>
    /// <param name="options">The settings.</param>
    /// <param name="seed">First weights and batches follow from it.</param>
    public CriticNetworks(CriticData data, CriticOptions options, ulong seed)
    {
        (this.data, this.options, expectile) = (data, options, options.ExpectileFor(CriticForm.Perceptron));
        var initial = RandomStream.Create(seed, StreamPurpose.Initialization, index: 1);
        value = NewNetwork(data.ObservationWidth, ref initial);
        qualities = [NewNetwork(data.ObservationWidth + data.ActionWidth, ref initial), NewNetwork(data.ObservationWidth + data.ActionWidth, ref initial)];
        targets = Array.ConvertAll(qualities, quality => new Perceptron(quality.Perceptron.Shape));
        FollowQualities(1);
        batch = data.NewBatch(options.CriticBatch);
        values = new float[batch.Size];
        nextValues = new float[batch.Size];
        estimates = new float[batch.Size];
        smaller = new float[batch.Size];
        slopes = new float[batch.Size];
        random = RandomStream.Create(seed, StreamPurpose.Shuffling, index: 3);
    }

    /// <summary>Updates so far.</summary>
    public int Updates { get; private set; }

    /// <summary>Whether all were made.</summary>
    public bool IsComplete => Updates >= options.CriticUpdates;

    private double LearningRate => LearningRates.Cosine(Updates + 1, options.CriticUpdates, options.CriticLearningRate, 0, warmup: 0);

    /// <summary>Draws a batch and makes one update.</summary>
    /// <returns>The mean losses of V and of both Qs, in scaled rewards.</returns>
    /// <exception cref="NonFiniteLossException">A loss is no finite number.</exception>
    public (double Value, double Quality) Update()
    {
        data.Draw(ref random, batch);
        SmallerTarget();
        value.Forward(batch.NextObservations, batch.Size, nextValues);
        var valueLoss = StepValue();
        var qualityLoss = qualities.Sum(StepQuality);
        FollowQualities(options.TargetRate);
        Updates++;
        return double.IsFinite(valueLoss + qualityLoss) ? (valueLoss, qualityLoss) : throw new NonFiniteLossException(Updates, LearningRate);
    }

    /// <summary>Q − V of every recorded step and, less and less, of those after it, in the world's own rewards.</summary>
    public StepAdvantages Advantages(EpisodeSet episodes, CancellationToken cancellation)
    {
        var (advantages, decay) = (new float[episodes.Count][], options.ShareAhead(CriticForm.Perceptron));
        var spread = new NumberTally(double.NegativeInfinity, double.PositiveInfinity, isWhole: false);
        for (var episode = 0; episode < advantages.Length; episode++)
        {
            cancellation.ThrowIfCancellationRequested();
            advantages[episode] = Advantages(episode, episodes.Infos[episode].Length, spread);
            StepAdvantages.SumAhead(advantages[episode], decay);
        }

        var unit = UnitShare * data.RewardScale * spread.Sum().Deviation;
        return new StepAdvantages(advantages, CriticForm.Perceptron, unit > 0 ? unit : 1);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Updates);
        writer.Write(random);
        value.Save(writer);
        for (var i = 0; i < qualities.Length; i++)
        {
            qualities[i].Save(writer);
            writer.WriteSingles(targets[i].Parameters);
        }
    }

    public void Restore(BinaryReader reader)
    {
        Updates = reader.ReadInt32();
        random = reader.ReadRandomStream();
        value.Restore(reader);
        for (var i = 0; i < qualities.Length; i++)
        {
            qualities[i].Restore(reader);
            reader.ReadSingles(targets[i].Parameters);
        }
    }

    public void Dispose()
    {
        value.Dispose();
        Array.ForEach(qualities, quality => quality.Dispose());
    }

    private float[] Advantages(int episode, int steps, NumberTally spread)
    {
        var advantages = new float[steps];
        for (var first = 0; first < steps; first += batch.Size)
        {
            var rows = data.Read(episode, first, batch);
            SmallerTarget();
            value.Forward(batch.Observations, rows, values);
            for (var row = 0; row < rows; row++)
            {
                advantages[first + row] = (float)(data.RewardScale * (smaller[row] - values[row]));
                _ = spread.Add(smaller[row]);
            }
        }

        return advantages;
    }

    /// <summary>The smaller of the two slow copies' Q(s, a): where they differ neither is sure.</summary>
    private void SmallerTarget()
    {
        targets[0].Forward(batch.Pairs, batch.Size, smaller);
        targets[1].Forward(batch.Pairs, batch.Size, estimates);
        for (var row = 0; row < batch.Size; row++)
        {
            smaller[row] = Math.Min(smaller[row], estimates[row]);
        }
    }

    /// <summary>One step of V by the expectile loss of Q − V.</summary>
    private double StepValue()
    {
        value.ForwardForGradient(batch.Observations, batch.Size, values);
        var loss = 0.0;
        for (var row = 0; row < batch.Size; row++)
        {
            double difference = smaller[row] - values[row];
            loss += Expectile.Loss(difference, expectile) / batch.Size;
            slopes[row] = (float)(-Expectile.Slope(difference, expectile) / batch.Size);
        }

        value.Backward(slopes);
        _ = value.Update(LearningRate);
        return loss;
    }

    /// <summary>One step of a Q by the squared error to r + γ·V(s′).</summary>
    private double StepQuality(PerceptronNetwork quality)
    {
        quality.ForwardForGradient(batch.Pairs, batch.Size, estimates);
        var loss = 0.0;
        for (var row = 0; row < batch.Size; row++)
        {
            var following = batch.Terminated[row] ? 0 : options.Discount * nextValues[row];
            var error = estimates[row] - (batch.Rewards[row] + following);
            loss += error * error / batch.Size;
            slopes[row] = (float)(2 * error / batch.Size);
        }

        quality.Backward(slopes);
        _ = quality.Update(LearningRate);
        return loss;
    }

    /// <summary>θ′ ← θ′ + rate·(θ − θ′), for both slow copies.</summary>
    private void FollowQualities(double rate)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            Polyak.Follow(targets[i].Parameters, qualities[i].Perceptron.Parameters, rate);
        }
    }

    private PerceptronNetwork NewNetwork(int inputs, ref RandomStream initial) =>
        new(new PerceptronShape(inputs, options.CriticNetwork.Hidden.AsSpan(), 1, options.CriticNetwork.Activation), ref initial);
}

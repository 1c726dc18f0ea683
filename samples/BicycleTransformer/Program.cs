// An encoder–decoder Transformer that reads a ride's states and writes its actions: the form of the first bicycle
// Transformer, put right. The encoder sees the states; the decoder sees the actions so far, shifted by one, under a causal
// mask; the loss is cross-entropy over the next action. Trained on what REINFORCE rides, since imitating random riders can
// only ride at random.

using BicycleTransformer;
using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;
using TorchSharp;

const int Rides = 64;
const int Updates = 150;

var spec = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];
var teacher = Reinforce.Train(() => spec.Create(), new ReinforceOptions { Seed = 1, Episodes = 300 }, spec.StepLimit!.Value);
var lessons = Enumerable.Range(0, Rides)
    .Select(ride => RecordedRide.Record(spec.Create(), teacher.Policy(PolicyMode.Sampled, (ulong)ride), Rider.LongestRide, seed: 0))
    .ToArray();

torch.manual_seed(1);
using var rider = new Rider();
var batch = RideBatch.Of(lessons);
var adam = torch.optim.Adam(rider.parameters(), 3e-3);
for (var update = 1; update <= Updates; update++)
{
    using var scope = torch.NewDisposeScope();
    var loss = rider.Loss(batch);
    adam.zero_grad();
    loss.backward();
    adam.step();
    if (update is 1 || update % 50 == 0)
    {
        Console.WriteLine($"update {update,3}  loss {loss.ToSingle():F3}");
    }
}

rider.eval();
var ride = RecordedRide.Record(spec.Create(), new RiderPolicy(rider), Rider.LongestRide, seed: 0);
Console.WriteLine($"its own ride: return {ride.Outcome.Return} in {ride.Outcome.Steps} steps (the optimum is {spec.OptimalReturn()})");

using OwnWorld;
using Tandem.Environments;

var catalog = EnvironmentCatalog.BuiltIn.With("Crane-v0", () => new Crane(), stepLimit: 400);
var crane = catalog["Crane-v0"];
foreach (var finding in EnvironmentChecker.Check(() => crane.Create(), crane.StepLimit))
{
    Console.WriteLine(finding);
}

var worlds = crane.CreateVector(count: 8);
var rides = Rides.Roll(worlds, new RandomPolicy(worlds.Actions, seed: 0), episodes: 100, seed: 0);
Console.WriteLine($"a random rider's return is {rides.Average(ride => ride.Return):F0} over {rides.Count} rides");

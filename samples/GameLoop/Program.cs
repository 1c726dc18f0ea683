// A game that has an agent in it: one file of weights, plain .NET, nothing native. Published ahead of time it is one program.
//   tandem train ppo --env CartPole-v1 --out pole
//   dotnet publish -c Release samples/GameLoop
//   GameLoop pole/checkpoints/<step>/model.safetensors

using System.Diagnostics;
using System.Globalization;
using Tandem.Environments;
using Tandem.Inference;

if (args is not [var path, .. var rest])
{
    Console.Error.WriteLine("usage: GameLoop MODEL.safetensors [WORLD]");
    return 2;
}

var begun = Stopwatch.GetTimestamp();
var rider = Agent.Load(path).Policy();
var spec = EnvironmentCatalog.BuiltIn[rest is [var id] ? id : "CartPole-v1"];
var game = spec.Create();
var random = RandomStream.Create(seed: 0, StreamPurpose.Evaluation);
var actions = new ActionBatch(game.Actions, 1);
var observation = new float[game.Observations.Width];
double[] lastReward = [0];

game.Reset(ref random, observation);
rider.Begin(world: 0);
rider.Act(observation, lastReward, actions);
var started = Stopwatch.GetElapsedTime(begun);

var (frames, score, deciding) = (0, 0.0, 0L);
var allocated = GC.GetAllocatedBytesForCurrentThread();
for (var isOver = false; !isOver && frames < (spec.StepLimit ?? 10_000); frames++)
{
    var frame = Stopwatch.GetTimestamp();
    rider.Act(observation, lastReward, actions);
    deciding += Stopwatch.GetTimestamp() - frame;

    var outcome = game.Step(actions[0], ref random, observation);
    (lastReward[0], isOver) = (outcome.Reward, outcome.Terminated | outcome.Truncated);
    score += outcome.Reward;
}

allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
var megabytes = new FileInfo(Environment.ProcessPath!).Length / 1e6;
var nanoseconds = 1e9 * deciding / Stopwatch.Frequency / frames;
Say($"{spec.Id}: {score:0.##} points in {frames} frames");
Say($"program {megabytes:0.0} MB; the first action {started.TotalMilliseconds:0.0} ms after the program began, agent loaded");
Say($"an action in {nanoseconds:0} ns, {allocated} bytes allocated in all frames");
return 0;

static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

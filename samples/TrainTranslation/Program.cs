// A translation model from two text files in one call. The language is as small as can be, digits in words, so that a tiny
// model learns it in seconds; a real one needs nothing but other files, and takes its settings from their size.

using Tandem.Environments;
using Tandem.Inference.Transformers;
using Tandem.Learning.Translation;
using TorchSharp;

const int Lines = 2_000;
const int LongestLine = 6;

string[] words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
var folder = Directory.CreateTempSubdirectory("tandem-digits-").FullName;
var (source, target) = (Path.Combine(folder, "words.txt"), Path.Combine(folder, "digits.txt"));
var random = RandomStream.Create(seed: 1, StreamPurpose.Generation);
var numbers = new int[Lines][];
foreach (ref var number in numbers.AsSpan())
{
    number = new int[1 + random.NextInt32(LongestLine)];
    foreach (ref var digit in number.AsSpan())
    {
        digit = random.NextInt32(10);
    }
}

File.WriteAllLines(source, numbers.Select(number => string.Join(' ', number.Select(digit => words[digit]))));
File.WriteAllLines(target, numbers.Select(number => string.Join(' ', number)));

torch.set_num_threads(1);     // so small a model gains nothing from a second
var model = TranslationTraining.Train(new()
{
    Source = source,
    Target = target,
    Learner = new()
    {
        Model = new() { Width = 32, Heads = 2, InnerWidth = 64, EncoderLayers = 1, DecoderLayers = 1, Dropout = 0, Tying = EmbeddingTying.All },
        BatchTokens = 512,
    },
    Trainer = new() { Updates = 300, LearningRate = new() { Peak = 5e-3, Warmup = 50 } },
});
Directory.Delete(folder, recursive: true);

string[] questions = ["seven four one nine", "", "two two zero"];
foreach (var (question, answer) in questions.Zip(model.Translate(questions)))
{
    Console.WriteLine($"{question} → {answer}");
}

if (args is [var path])
{
    model.Save(path);     // what Translator.Load reads in a product, without libtorch
}

// A trained model in a product: one file, plain .NET, nothing native; published ahead of time it is one small program.
// Standard input to standard output, line by line.

using Tandem.Inference.Translation;

if (args is not [var path])
{
    Console.Error.WriteLine("usage: Translate MODEL.safetensors < TEXT");
    return 2;
}

var translator = Translator.Load(path, Environment.ProcessorCount);
while (Console.ReadLine() is { } line)
{
    Console.WriteLine(translator.Translate([line])[0].ReplaceLineEndings(" ")); // line n stays line n, whatever a model writes
}

return 0;

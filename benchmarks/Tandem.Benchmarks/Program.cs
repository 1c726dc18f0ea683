using Tandem.Benchmarks;

switch (args)
{
    case ["stepping"]:
        SteppingBenchmark.Run();
        return 0;
    default:
        Console.Error.WriteLine("give the name of a benchmark: stepping");
        return 2;
}

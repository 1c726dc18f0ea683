using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Spectre.Console;
using Tandem.Learning.Native;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem doctor</c>: what this machine offers, and what is wrong with it.</summary>
internal static class DoctorCommand
{
    private const double LeastMemoryGiB = 4;
    private const double LeastDiskGiB = 2;

    public static Command Create(CommandContext context)
    {
        var command = new Command("doctor", "Tells what this machine offers, and for each problem what to do");
        context.Act(command, _ => _ => Examine(context));
        return command;
    }

    private static int Examine(CommandContext context)
    {
        List<Finding> findings = [.. Machine(), .. Tensors(LibTorch.Probe())];
        context.Screen.Result(
            new
            {
                Findings = findings.Select(finding => new { finding.Subject, finding.Value, finding.Remedy }),
                Problems = findings.Count(finding => finding.Remedy is not null),
            },
            console => Show(console, findings));
        return findings.Any(finding => finding.IsFatal) ? ExitCode.Failed : ExitCode.Done;
    }

    private static IEnumerable<Finding> Machine()
    {
        yield return new("Tandem", ProgramVersion.Text);
        yield return new(".NET runtime", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})");
        yield return DotnetSdk.Find();
        yield return new("Processor", $"{System.Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture}, {VectorInstructions()}");
        yield return new("bfloat16 products", LibTorch.MultipliesBFloat16 ? "native: training of Transformers uses them" : "not native: training computes in float32");
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        yield return new("Memory", GiB(memory), memory < LeastMemoryGiB ? $"training a Transformer wants {LeastMemoryGiB} GiB: close other programs, or train smaller batches" : null);
        var disk = new DriveInfo(Directory.GetCurrentDirectory()).AvailableFreeSpace / (double)(1 << 30);
        yield return new("Free disk here", GiB(disk), disk < LeastDiskGiB ? $"runs and checkpoints want {LeastDiskGiB} GiB: free some, or give --out on another disk" : null);
    }

    private static IEnumerable<Finding> Tensors(LibTorchStatus status)
    {
        if (status.Failure is { } failure)
        {
            yield return new("libtorch", "does not load", failure) { IsFatal = true };
            yield break;
        }

        yield return new("libtorch", $"{status.Version} (TorchSharp {status.TorchSharpVersion}), {status.Threads} threads");
        yield return new("libtorch folder", status.Folder ?? "");
        if (status.PatchedCopy is { } copy)
        {
            yield return new("libtorch copy", $"this system's libstdc++ is older than GCC 13's: {copy}");
        }

        yield return new("CUDA", status.Cuda ? "available" : "none: training uses the processor");
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<Finding> findings)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var finding in findings)
        {
            var mark = finding.Remedy is null ? "[green]✓[/]" : finding.IsFatal ? "[red]✗[/]" : "[yellow]![/]";
            var remedy = finding.Remedy is null ? "" : $"\n[yellow]{Markup.Escape(finding.Remedy)}[/]";
            grid.AddRow(mark, $"[bold]{Markup.Escape(finding.Subject)}[/]", Markup.Escape(finding.Value) + remedy);
        }

        console.Write(grid);
    }

    private static string VectorInstructions() =>
        Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : Sse42.IsSupported ? "SSE 4.2" : "no x86 vectors";

    private static string GiB(double value) => value.ToString("0.0 GiB", CultureInfo.InvariantCulture);
}

/// <summary>One line of the doctor's report.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="Value">What was found.</param>
/// <param name="Remedy">What is wrong and what to do; null: nothing is.</param>
internal sealed record Finding(string Subject, string Value, string? Remedy = null)
{
    /// <summary>Whether training cannot work at all.</summary>
    public bool IsFatal { get; init; }
}

namespace Tandem.Cli.Plots;

/// <summary>Where a figure is drawn to: a <c>.png</c> or <c>.svg</c> file.</summary>
internal sealed class PlotFile
{
    private PlotFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>Checks a path before anything is worked for it.</summary>
    /// <exception cref="ArgumentException">No figure can be written there.</exception>
    public static PlotFile At(string path) => new(OutputFile.Check("--plot", path, ".png", ".svg"));

    /// <summary>Draws the figure and writes it, over what was there.</summary>
    /// <exception cref="IOException">It cannot be written; the message says what to do.</exception>
    public void Write(IFigure figure)
    {
        try
        {
            Write(Path, figure);
        }
        catch (IOException fault)
        {
            throw new IOException($"--plot {Path} cannot be written: give a file in a folder of yours that has room", fault);
        }
    }

    /// <summary>Draws a figure into a file that no flag asked for.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, IFigure figure)
    {
        var bytes = System.IO.Path.GetExtension(path) == ".svg" ? Svg(figure) : Png(figure);
        try
        {
            File.WriteAllBytes(path, bytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{path}' cannot be written ({fault.Message}): make room, or give a folder of yours", fault);
        }
    }

    private static byte[] Svg(IFigure figure) => System.Text.Encoding.UTF8.GetBytes(SvgCanvas.Of(figure));

    private static byte[] Png(IFigure figure)
    {
        var canvas = new PixelCanvas(figure.Width, figure.Height);
        figure.Draw(canvas);
        return PngFile.Encode(canvas.Width, canvas.Height, canvas.Pixels);
    }
}

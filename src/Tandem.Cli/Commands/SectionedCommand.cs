using System.CommandLine;

namespace Tandem.Cli.Commands;

/// <summary>A command whose flags are so many that help lists them under headings.</summary>
internal sealed class SectionedCommand(string name, string description) : Command(name, description)
{
    private readonly List<(string Heading, Option Flag)> flags = [];

    /// <summary>The flags by heading, headings in the order in which they first came.</summary>
    public IEnumerable<IGrouping<string, Option>> Sections => flags.GroupBy(flag => flag.Heading, flag => flag.Flag);

    /// <summary>Adds a flag under a heading.</summary>
    public void Add(string heading, Option flag)
    {
        Add(flag);
        flags.Add((heading, flag));
    }
}

using System.CommandLine;
using Sor.CommandLine;
using Sor.Core.Routing;
using Sor.Core.Strategies;

namespace Sor.Backtester.Commands;

/// <summary>
/// The options that parameters of a user's own routers become: <c>--my-edge</c> of <c>my_edge</c>. A parameter that has the name of one of
/// the model's has that one's option, and says there what it means.
/// </summary>
internal sealed class OwnParameters
{
    private readonly List<(string Name, ValueOption<IReadOnlyList<long>> Option)> options = [];

    /// <summary>Describes the options.</summary>
    /// <param name="own">The routers.</param>
    /// <param name="others">The options that there are already.</param>
    /// <exception cref="SorException">A parameter has the name of an option that means something else.</exception>
    public OwnParameters(IReadOnlyList<TunedRouter> own, IEnumerable<Option> others)
    {
        var byName = others.ToDictionary(option => option.Name);
        foreach (var (router, axis) in own.SelectMany(router => router.DefaultGrid.Axes.Select(axis => (router, axis))))
        {
            var name = OptionOf(axis.Name);
            var meaning = $"{router.Name}: {axis.Unit}. Default: {string.Join(',', axis.Values.Select(Nanos.Format))}.";
            if (!byName.TryGetValue(name, out var option))
            {
                var added = new ValueOption<IReadOnlyList<long>>(name, "LIST", $"Values of {axis.Name} to try. {meaning}", Signed);
                byName.Add(name, added);
                options.Add((axis.Name, added));
            }
            else if (option is ValueOption<IReadOnlyList<long>>)
            {
                option.Description += " " + meaning;
            }
            else
            {
                throw SorException.Usage(
                    $"router {router.Name}: its parameter {axis.Name} would be the option {name}, which means something else; give it another name");
            }
        }
    }

    /// <summary>The options, in the order of the help.</summary>
    public IEnumerable<Option> All => options.Select(o => o.Option);

    /// <summary>The values that a command line asks for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="judged">The router that they are for.</param>
    /// <param name="model">The options of the model's parameters.</param>
    public ParameterAxes Read(
        ParseResult parsed, TunedRouter judged, IEnumerable<(string Name, ValueOption<IReadOnlyList<long>> Option)> model)
    {
        var all = model.Concat(options).ToList();
        foreach (var (name, option) in all)
            if (parsed.IsGiven(option) && judged.DefaultGrid.Axes.All(axis => axis.Name != name))
                throw SorException.Usage($"{option.Name} is for other routers: {judged.Name} has no parameter {name}");
        return new ParameterAxes(ParameterAxes.Of(all.Select(o => (o.Name, parsed.GetValue(o.Option)?.Value))));
    }

    private static string OptionOf(string name) => "--" + name.Replace('_', '-');

    /// <summary>Several values, times 1e9, each once; here they may be negative.</summary>
    private static List<long> Signed(string text)
    {
        var values = new List<long>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!Nanos.TryParse(part, out var value) || Math.Abs(value) > (long)RouterParameter.Most * Nanos.One)
                throw new FormatException($"'{part}' is not a number from -1000000 to 1000000; several are written -1,1.5,2");
            if (!values.Contains(value)) values.Add(value);
        }

        return values;
    }
}

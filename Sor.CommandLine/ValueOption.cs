using System.CommandLine;

namespace Sor.CommandLine;

/// <summary>An option whose text is turned into a value while the command line is parsed, and refused there if it cannot be.</summary>
public sealed class ValueOption<T> : Option<Given<T>?>
{
    /// <summary>Describes an option.</summary>
    /// <param name="name">Its name, <c>--x</c>.</param>
    /// <param name="value">What help calls its value.</param>
    /// <param name="description">What it does.</param>
    /// <param name="read">Reads the text; throws <see cref="FormatException"/> with the end of a sentence that begins with option and text
    /// and says what would be right.</param>
    /// <param name="byDefault">The text where the option is not given; <c>null</c> for no value.</param>
    public ValueOption(string name, string value, string description, Func<string, T> read, string? byDefault = null) : base(name)
    {
        HelpName = value;
        Description = description;
        CustomParser = result => Read(result.Tokens[^1].Value);
        if (byDefault is not null) DefaultValueFactory = _ => Read(byDefault);

        Given<T> Read(string text)
        {
            try
            {
                return new Given<T>(text, read(text));
            }
            catch (FormatException e)
            {
                throw SorException.Usage($"{name} {text}: {e.Message}", e);
            }
        }
    }
}

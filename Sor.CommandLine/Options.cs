using System.CommandLine;
using System.CommandLine.Parsing;

namespace Sor.CommandLine;

/// <summary>Makes options and asks a command line for them.</summary>
public static class Options
{
    /// <summary>An option whose value is text as it stands: a name, a path.</summary>
    /// <param name="name">Its name, <c>--x</c>.</param>
    /// <param name="value">What help calls its value.</param>
    /// <param name="description">What it does.</param>
    /// <param name="byDefault">The value where the option is not given.</param>
    public static Option<string> Text(string name, string value, string description, string? byDefault = null)
    {
        var option = new Option<string>(name) { HelpName = value, Description = description };
        if (byDefault is not null) option.DefaultValueFactory = _ => byDefault;
        return option;
    }

    /// <summary>An option that is there or not.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>An argument that takes names of files; a misspelt option is none.</summary>
    public static Argument<string[]> Files(string description, ArgumentArity arity)
    {
        var files = new Argument<string[]>("FILE") { Description = description, Arity = arity };
        files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.Length == 0) result.AddError("FILE: a name is empty");
                else if (token.Value.Length > 1 && token.Value[0] == '-' && !File.Exists(token.Value))
                    result.AddError($"{token.Value}: there is no such option");
            }
        });
        return files;
    }

    /// <summary>The value of an option that has a default.</summary>
    public static T Value<T>(this ParseResult parsed, ValueOption<T> option) => parsed.GetRequiredValue(option)!.Value;

    /// <summary>Whether the user gave an option, rather than that its default holds.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is OptionResult { Implicit: false };
}

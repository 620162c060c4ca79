using System.Reflection;
using Sor.Core.Analysis;
using Sor.Core.Orders;
using Sor.Core.Strategies;
using Sor.Core.Tuning;

namespace Sor.Tests.Analysis;

public sealed class OptionsKeyTests
{
    /// <summary>
    /// Types whose values are made by hand, since nothing that varies one number of them makes another value that is valid.
    /// </summary>
    private static readonly Dictionary<Type, object[]> MadeByHand = new()
    {
        [typeof(FeeSchedule)] =
        [
            FeeSchedule.Parse("flat:take=0.004", anyDate: false),
            FeeSchedule.Parse("flat:take=0.003,add=-0.001", anyDate: false),
            FeeSchedule.Shipped(anyDate: true),
        ],
        [typeof(TunedRouter)] = [TunedRouter.Static],
        [typeof(ParameterAxes)] =
        [
            new ParameterAxes([1], null, null),
            new ParameterAxes(null, [1], null),
            new ParameterAxes(null, null, [1]),
        ],
    };

    [Fact]
    public void Every_value_that_the_options_are_made_of_is_in_the_key()
    {
        var options = new BacktestOptions();
        var variations = Variations(options).ToList();

        variations.Select(v => v.What).ShouldContain("Window.Horizon.Nanos");
        variations.Count.ShouldBeGreaterThan(20);
        var keys = variations
            .Select(v => (v.What, Key: OptionsKey.Of((BacktestOptions)v.Value)))
            .Append((What: "nothing", Key: OptionsKey.Of(options)));
        keys.GroupBy(k => k.Key)
            .Where(g => g.Count() > 1)
            .SelectMany(g => g.Select(k => k.What))
            .ShouldBe(["Threads", "nothing"], ignoreOrder: true);
    }

    [Fact]
    public void Fee_files_of_one_name_and_other_fees_have_another_key()
    {
        using var folder = new TemporaryFolder();
        string Key(string take) => OptionsKey.Of(new BacktestOptions
        {
            Fees = FeeSchedule.Parse(
                        folder.Write("fees.csv", $"venue,from,to,take,add\n*,2024-01-01,2024-12-31,{take},0\n"),
                        anyDate: false),
        });

        Key("0.001").ShouldNotBe(Key("0.002"));
        Key("0.001").ShouldBe(Key("0.001"));
    }

    /// <summary>The same value with one thing other in it, for each thing that can be other.</summary>
    private static IEnumerable<(string What, object Value)> Variations(object value)
    {
        var type = value.GetType();
        if (MadeByHand.TryGetValue(type, out var others)) return others.Select((other, i) => ($"[{i}]", other));
        switch (value)
        {
            case bool flag: return [("", !flag)];
            case Enum name: return Enum.GetValues(type).Cast<object>().Where(other => !other.Equals(name)).Select(other => ("", other));
            case string text: return [("", text + "x")];
            case int or long or uint or ulong or decimal: return [("", Convert.ChangeType(Convert.ToDecimal(value, null) + 1, type, null))];
            case System.Collections.IList list:
                var shorter = Array.CreateInstance(ElementOf(type), list.Count - 1);
                for (var i = 0; i < shorter.Length; i++) shorter.SetValue(list[i], i);
                return Variations(list[0]!)
                    .Select(first => ("[0]" + first.What, (object)WithFirst(list, ElementOf(type), first.Value)))
                    .Append(("Count", shorter));
            default: return Parts(value).SelectMany(part => Varied(value, part));
        }
    }

    private static IEnumerable<(string What, object Value)> Varied(object owner, PropertyInfo part)
    {
        var variations = part.GetValue(owner) is { } now
            ? Variations(now)
            : [("", Activator.CreateInstance(Nullable.GetUnderlyingType(part.PropertyType)!)!)];
        return variations.Select(v => (part.Name + (v.What is "" or ['[', ..] ? v.What : "." + v.What), With(owner, part, v.Value)));
    }

    /// <summary>What a value is made of: what its longest constructor takes, and what can be set at its creation.</summary>
    private static List<PropertyInfo> Parts(object value)
    {
        var properties = value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var taken = Longest(value.GetType())?.GetParameters().Select(p => p.Name!).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        var parts = properties.Where(p => p.CanWrite || taken.Contains(p.Name)).ToList();
        taken
            .Except(parts.Select(p => p.Name), StringComparer.OrdinalIgnoreCase)
            .ShouldBeEmpty($"{value.GetType()}: not all that it is made of can be seen");
        return parts;
    }

    private static object With(object owner, PropertyInfo part, object other)
    {
        var constructor = Longest(owner.GetType());
        object? Value(string? name) => part.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            ? other
            : owner.GetType().GetProperties().Single(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).GetValue(owner);
        var made = constructor is null
            ? Activator.CreateInstance(owner.GetType())!
            : constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.Name))]);
        foreach (var property in owner.GetType().GetProperties().Where(p => p.CanWrite)) property.SetValue(made, Value(property.Name));
        return made;
    }

    private static ConstructorInfo? Longest(Type type) =>
        type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();

    private static Array WithFirst(System.Collections.IList list, Type element, object first)
    {
        var copy = Array.CreateInstance(element, list.Count);
        for (var i = 0; i < list.Count; i++) copy.SetValue(i == 0 ? first : list[i], i);
        return copy;
    }

    private static Type ElementOf(Type list) => list.IsArray
        ? list.GetElementType()!
            : list.GetInterfaces()
                .Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
                .GetGenericArguments()[0];
}

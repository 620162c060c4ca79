using System.Runtime.CompilerServices;
using Sor.CommandLine;
using Sor.Streaming.Publish;

namespace Sor.Tests.Commands;

public sealed class WordingTests
{
    /// <summary>Every remedy that a library names.</summary>
    public static TheoryData<Type> Remedies { get; } =
    [
        .. new[] { typeof(Remedy), typeof(StreamPublisher) }
            .SelectMany(known => known.Assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(Remedy))),
    ];

    [Theory]
    [MemberData(nameof(Remedies), DisableDiscoveryEnumeration = true)]
    public void Every_remedy_is_said_by_the_name_of_an_option(Type remedy)
    {
        var failure = SorException.Failed("it broke").Advise((Remedy)RuntimeHelpers.GetUninitializedObject(remedy));

        Wording.Of(failure).ShouldContain("--");
    }

    [Fact]
    public void A_failure_that_says_all_is_said_as_it_is() => Wording.Of(SorException.Failed("it broke")).ShouldBe("it broke");
}

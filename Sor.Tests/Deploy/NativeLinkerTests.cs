using System.Runtime.InteropServices;
using Sor.Infra.Machine;

namespace Sor.Tests.Deploy;

public sealed class NativeLinkerTests : IDisposable
{
    private static readonly (string Own, string Other, string OtherGcc) Here =
        RuntimeInformation.OSArchitecture == Architecture.Arm64
            ? ("arm64", "x64", "x86_64-linux-gnu-gcc")
            : ("x64", "arm64", "aarch64-linux-gnu-gcc");

    private readonly TemporaryFolder folder = new();

    public NativeLinkerTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "native programs for Linux are linked on Linux");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Programs_for_this_processor_need_a_compiler_of_the_system()
    {
        Missing(Here.Own).ShouldBe("clang or gcc");
        Missing(Here.Own, "gcc").ShouldBeNull();
        Missing(Here.Own, "clang").ShouldBeNull();
    }

    [Fact]
    public void Programs_for_the_other_need_clang_and_the_others_library()
    {
        Missing(Here.Other, "gcc").ShouldBe($"clang and {Here.OtherGcc}");
        Missing(Here.Other, "clang").ShouldBe(Here.OtherGcc);
        Missing(Here.Other, "clang", Here.OtherGcc).ShouldBeNull();
    }

    private string? Missing(string architecture, params string[] programs)
    {
        foreach (var file in Directory.EnumerateFiles(folder.Path)) File.Delete(file);
        foreach (var program in programs) File.WriteAllText(folder.File(program), "");
        return NativeLinker.Missing(architecture, $"/nowhere:{folder.Path}");
    }
}

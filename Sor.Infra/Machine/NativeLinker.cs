using System.Runtime.InteropServices;

namespace Sor.Infra.Machine;

/// <summary>What the SDK needs beside itself to make native programs for Linux: https://aka.ms/nativeaot-prerequisites.</summary>
internal static class NativeLinker
{
    /// <summary>What is missing here to link programs of an architecture, in words; <c>null</c> if nothing is.</summary>
    /// <param name="architecture">x64 or arm64.</param>
    /// <param name="path">The folders to look for programs in, as the variable PATH has them.</param>
    public static string? Missing(string architecture, string path)
    {
        if (!OperatingSystem.IsLinux()) return "a Linux to link on";
        var own = architecture == (RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64");
        if (own) return Has("clang") || Has("gcc") ? null : "clang or gcc";
        // clang links for any processor, with the other's binutils and C library, which come with the other's gcc.
        var gcc = architecture == "arm64" ? "aarch64-linux-gnu-gcc" : "x86_64-linux-gnu-gcc";
        return (Has("clang"), Has(gcc)) switch
        {
            (true, true) => null,
            (true, false) => gcc,
            (false, true) => "clang",
            _ => $"clang and {gcc}",
        };

        bool Has(string program) =>
            path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, program)));
    }
}

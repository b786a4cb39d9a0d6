using System.CommandLine;
using System.Runtime.InteropServices;
using EdgeWatch.Model;
using Microsoft.ML.OnnxRuntime;

namespace EdgeWatch.Cli;

/// <summary><c>edgewatch version</c>: what runs here.</summary>
internal static class VersionCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Command command = new("version", "Print the versions of the program, its model and its runtimes.");
        command.SetAction(_ =>
        {
            Console.WriteLine($"edgewatch     {ProgramVersion.Text}");
            Console.WriteLine($"model         {Describe(ModelManifest.Load(OnnxPatchModel.DefaultManifest))}");
            Console.WriteLine($"ONNX Runtime  {OrtEnv.Instance().GetVersionString()}");
            Console.WriteLine($".NET          {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}");
        });
        return command;
    }

    private static string Describe(ModelManifest manifest) => $"{manifest.Name} {manifest.Version} (sha256 {manifest.Sha256[..12]}…)";
}

using System.Diagnostics;

namespace EdgeWatch;

/// <summary>The ends of a child program's three pipes that are here.</summary>
internal static class ProcessPipes
{
    extension(Process process)
    {
        /// <summary>
        /// Gives back the program and its pipes, all of which have been redirected: <see cref="Process"/> by itself leaves those that
        /// somebody has asked for to the garbage collector.
        /// </summary>
        public void DisposeWithPipes()
        {
            // The stream itself, not its writer: that would write what a program that has ended did not read.
            process.StandardInput.BaseStream.Dispose();
            process.StandardOutput.Dispose();
            process.StandardError.Dispose();
            process.Dispose();
        }
    }
}

using System.Runtime.InteropServices;
using Trading.Cli;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await Tool.RunAsync(args, ToolHost.OfThisMachine(), stop.Token);

void Stop(PosixSignalContext signal)
{
    // The first signal ends the work tidily, without half files; a second one ends the process.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

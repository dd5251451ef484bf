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

    // Work that hangs in the system, as when a pipe nobody writes to is opened, hears no cancellation.
    _ = Task.Delay(TimeSpan.FromSeconds(15)).ContinueWith(
        _ => Environment.Exit(ExitCodes.Stopped), TaskScheduler.Default);
}

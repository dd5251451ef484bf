using Trading.Benchmarks.Kernel;
using Trading.Benchmarks.Scenarios;

// With --step this process is a part of a scenario, in a process of its own so that its memory or its start can be measured.
return args is ["--step", var step, .. var rest]
    ? await Steps.Run(step, rest)
    : await Runner.Run(args, Catalogue.All);

using PcBench.Frontend;
using PcBench.ServiceDefaults;

return await ServiceHost.RunAsync(args, FrontendApp.Define);

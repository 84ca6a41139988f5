using PcBench.Backend;
using PcBench.ServiceDefaults;

return await ServiceHost.RunAsync(args, BackendApi.Define);

using Sluice.Model.Gates;

namespace Sluice.Model.Tests.Gates;

public class MarginDefinitionTests
{
    [Theory]
    [InlineData(25, 0.02, 0.1)]
    [InlineData(50, 0.01, 0.05)]
    [InlineData(100, 0.005, 0.025)]
    [InlineData(1, 0.5, 1)]
    public void Before_NextWeight_BudgetOverIt(int nextWeight, double errors, double latency)
    {
        Assert.Equal(errors, GateDefaults.Margins.ErrorsBefore(nextWeight), 1e-12);
        Assert.Equal(latency, GateDefaults.Margins.LatencyBefore(nextWeight), 1e-12);
    }
}

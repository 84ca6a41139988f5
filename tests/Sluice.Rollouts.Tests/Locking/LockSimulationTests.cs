using System.Globalization;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Tests.Locking;

/// <summary>
/// Many runs want one lock. Their clocks disagree, their requests are slow, get lost or arrive without an answer; runs are
/// killed and put to sleep. Whatever happens: never do two of them believe at the same moment that they may write.
/// </summary>
public class LockSimulationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnyCourseOfEvents_AtMostOneHolder_AndTheLockIsNeverStuck(bool serverTellsTime)
    {
        int holders = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            var world = new World(seed, serverTellsTime);
            world.Run(TimeSpan.FromMinutes(10));
            holders += world.Fences.Count;
            Assert.True(world.Fences.SequenceEqual(world.Fences.Distinct().Order()), $"seed {seed}: fencing numbers {string.Join(", ", world.Fences)}");
            Assert.True(world.GetsTheLockWhenAllAreGone(), $"seed {seed}: nobody can have the lock any more");
        }

        Assert.True(holders > 600, $"only {holders} holders: the simulation tests nothing");
    }

    private sealed class World
    {
        private readonly LockTerms terms = LockTerms.Default;
        private readonly Random random;
        private readonly bool serverTellsTime;
        private readonly PriorityQueue<Action, TimeSpan> events = new();
        private readonly List<Runner> runners = [];
        private readonly int seed;
        private LeaseState? lease;
        private int versions;
        private TimeSpan now;

        public World(int seed, bool serverTellsTime)
        {
            (this.seed, this.serverTellsTime, random) = (seed, serverTellsTime, new Random(seed));
            for (int i = 0; i < 5; i++)
            {
                At(Seconds(20), () => Start(new Runner(this)));
            }
        }

        public List<long> Fences { get; } = [];

        public void Run(TimeSpan until)
        {
            while (events.TryDequeue(out Action? act, out TimeSpan at) && at < until)
            {
                now = at;
                act();
                Runner[] writers = [.. runners.Where(r => r.MayWrite)];
                Assert.True(writers.Length < 2, $"seed {seed}, {now}: {string.Join(" and ", writers.Select(w => w.Name))} both hold the lock");
            }
        }

        public bool GetsTheLockWhenAllAreGone()
        {
            runners.ForEach(r => r.Kill());
            events.Clear();
            TimeSpan begun = now;
            var seeker = new LockSeeker(new LockClaim { Holder = "last", Purpose = "", Wait = TimeSpan.FromSeconds(30) }, terms, now);
            while (now - begun <= terms.Duration + terms.LookEvery)
            {
                (seeker, SeekMove move) = seeker.See(Reading(), now, default);
                if (move is SeekMove.Write)
                {
                    return true;
                }

                now += terms.LookEvery;
            }

            return false;
        }

        /// <summary>Exactly like the API server: what is written must be based on what is stored.</summary>
        private LeaseWrite Write(LeaseState next)
        {
            if (next.Version != (lease?.Version ?? ""))
            {
                return new LeaseWrite.Stale();
            }

            if (!next.IsFree && next.Fence != lease?.Fence)
            {
                Fences.Add(next.Fence);
            }

            lease = next with { Version = (++versions).ToString(CultureInfo.InvariantCulture), WrittenAt = Whole(ServerTime()) };
            return new LeaseWrite.Stored(lease);
        }

        private LeaseReading Reading() => new(lease, serverTellsTime ? Whole(ServerTime()) : null);

        // Several API servers, a second or two apart.
        private DateTimeOffset ServerTime() => new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero) + now + TimeSpan.FromSeconds(random.Next(3));

        private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

        private void Start(Runner runner)
        {
            runners.RemoveAll(r => !r.IsAlive);
            runners.Add(runner);
            runner.Look();
        }

        private TimeSpan Seconds(double most) => TimeSpan.FromSeconds(random.NextDouble() * most);

        private void At(TimeSpan pause, Action act) => events.Enqueue(act, now + pause);

        /// <summary>A request and its answer, each with its own delay; either may get lost.</summary>
        private void Ask<T>(Func<T> serve, Action<T?> answered)
            where T : class
        {
            bool slow = random.Next(8) == 0;
            bool lost = random.Next(10) == 0;
            TimeSpan there = Seconds(slow ? 8 : 0.2);
            TimeSpan back = Seconds(slow ? 8 : 0.2);
            bool arrives = !lost || random.Next(2) == 0;
            At(there, () =>
            {
                T? answer = arrives ? serve() : null;
                At(back, () => answered(lost ? null : answer));
            });
        }

        private sealed class Runner
        {
            private readonly World world;
            private readonly TimeSpan clockOffset;
            private LockSeeker seeker;
            private LockKeeper? keeper;
            private TimeSpan acquired;
            private bool isReleasing;

            public Runner(World world)
            {
                this.world = world;
                clockOffset = TimeSpan.FromHours(world.random.Next(1000));
                Name = Guid.NewGuid().ToString("N");
                seeker = new LockSeeker(new LockClaim { Holder = Name, Purpose = "", Wait = world.Seconds(90) }, world.terms, Clock);
                world.At(world.Seconds(120), () =>
                {
                    if (world.random.Next(2) == 0)
                    {
                        Kill();
                        world.Start(new Runner(world));
                    }
                    else
                    {
                        isReleasing = true;
                    }
                });
            }

            public string Name { get; }

            public bool IsAlive { get; private set; } = true;

            public bool MayWrite => IsAlive && keeper is not null && Clock < keeper.GiveUpAt;

            private TimeSpan Clock => world.now + clockOffset;

            public void Kill() => IsAlive = false;

            public void Look() => world.Ask(world.Reading, reading => IfAlive(() =>
            {
                if (reading is null)
                {
                    Look();
                    return;
                }

                TimeSpan sent = Clock;
                (seeker, SeekMove move) = seeker.See(reading, sent, default);
                switch (move)
                {
                    case SeekMove.Wait wait:
                        world.At(wait.Pause, () => IfAlive(Look));
                        break;
                    case SeekMove.Write write:
                        world.Ask(() => world.Write(write.Next), answer => IfAlive(() =>
                        {
                            if (answer is LeaseWrite.Stored stored)
                            {
                                Hold(stored.Lease, sent);
                            }
                            else
                            {
                                Look();
                            }
                        }));
                        break;
                    default:
                        Again();
                        break;
                }
            }));

            private void Hold(LeaseState lease, TimeSpan sent)
            {
                (keeper, acquired) = (new LockKeeper(lease, world.terms, sent), sent);
                world.At(world.terms.RenewEvery, () => IfAlive(Keep));
            }

            private void Keep()
            {
                if (keeper!.Failed(null, Clock) is not null)
                {
                    Again();
                    return;
                }

                TimeSpan sent = Clock;
                LeaseState next = isReleasing ? LeaseMoves.Release(keeper.Lease) : LeaseMoves.Renew(keeper.Lease, sent - acquired);
                if (isReleasing)
                {
                    keeper = null;
                    world.Ask(() => world.Write(next), _ => IfAlive(Again));
                    return;
                }

                world.Ask(() => world.Write(next), answer => IfAlive(() =>
                {
                    switch (answer)
                    {
                        case LeaseWrite.Stored stored:
                            keeper = keeper!.Stored(stored.Lease, sent);
                            world.At(world.terms.RenewEvery, () => IfAlive(Keep));
                            break;
                        case LeaseWrite.Stale:
                            world.Ask(world.Reading, reading => IfAlive(() => Reread(reading)));
                            break;
                        default:
                            world.At(world.terms.RetryEvery, () => IfAlive(Keep));
                            break;
                    }
                }));
            }

            private void Reread(LeaseReading? reading)
            {
                if (reading is not null)
                {
                    (keeper, LockLoss? loss) = keeper!.Reread(reading);
                    if (loss is not null)
                    {
                        Again();
                        return;
                    }
                }

                Keep();
            }

            private void Again()
            {
                Kill();
                world.At(world.Seconds(30), () => world.Start(new Runner(world)));
            }

            /// <summary>Also a moment's sleep, in which the world goes on and this run's clock with it.</summary>
            private void IfAlive(Action act)
            {
                if (IsAlive)
                {
                    if (world.random.Next(40) == 0)
                    {
                        world.At(world.Seconds(25), () => IfAlive(act));
                    }
                    else
                    {
                        act();
                    }
                }
            }
        }
    }
}

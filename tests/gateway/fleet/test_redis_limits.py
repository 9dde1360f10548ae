import asyncio

from redis.asyncio import Redis

from bot.gateway.fleet.redis_limits import RedisBuckets
from bot.gateway.limits import TokenBuckets

LIMIT = {"per_minute": 60, "burst": 3}


def buckets(redis):
    alone = TokenBuckets(**LIMIT, max_keys=10)
    return RedisBuckets(redis, "sender", **LIMIT, alone=alone)


def run(redis_server, test):
    async def with_two():
        connections = [Redis.from_url(redis_server.url) for _ in range(2)]
        try:
            await test(*map(buckets, connections), connections[0])
        finally:
            for connection in connections:
                await connection.close()

    asyncio.run(with_two())


def test_two_gateways_count_together(redis_server):
    async def test(first, second, _):
        waits = [await gateway.take("anyone") for gateway in (first, second, first, second)]
        assert waits[:3] == [0, 0, 0]
        assert 0 < waits[3] <= 1
        assert await second.take("somebody else") == 0

    run(redis_server, test)


def test_redis_learns_no_name_and_forgets(redis_server):
    async def test(first, _, redis):
        await first.take("9876501234")
        (key,) = await redis.keys("*")
        assert b"9876501234" not in key
        assert 0 < await redis.pttl(key) <= 2_100

    run(redis_server, test)


def test_a_bucket_fills_again(redis_server):
    async def test(first, *_):
        while not (wait := await first.take("anyone")):
            pass
        await asyncio.sleep(wait + 0.05)
        assert await first.take("anyone") == 0

    run(redis_server, test)


def test_without_redis_each_counts_alone(redis_server):
    async def test(first, second, _):
        redis_server.stop()
        assert [await first.take("anyone") for _ in range(3)] == [0, 0, 0]
        assert await first.take("anyone") > 0
        assert await second.take("anyone") == 0

    run(redis_server, test)

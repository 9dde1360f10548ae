import asyncio

import pytest
from redis.asyncio import Redis

from bot.gateway.fleet.holds import HoldUnavailable, OwnHolds, holding
from bot.gateway.fleet.redis_holds import RedisHolds

LEASE = 0.4


async def with_gateways(redis_server, test, lease=LEASE):
    connections = [Redis.from_url(redis_server.url) for _ in range(2)]
    gateways = [RedisHolds(connection, lease_seconds=lease) for connection in connections]
    try:
        await test(*gateways)
    finally:
        for gateway, connection in zip(gateways, connections, strict=True):
            await gateway.close()
            await connection.close()


def test_the_second_gateway_waits_for_the_first(redis_server):
    async def test(first, second):
        order = []

        async def work(gateway, name):
            async with holding(gateway, "c1", seconds=5):
                order.append(f"{name} begins")
                await asyncio.sleep(3 * LEASE)  # longer than the lease: it must be renewed
                order.append(f"{name} ends")

        await asyncio.gather(work(first, "a"), work(second, "b"))
        assert [line.split()[1] for line in order] == ["begins", "ends", "begins", "ends"]

    asyncio.run(with_gateways(redis_server, test))


def test_messages_of_one_gateway_share_its_hold(redis_server):
    async def test(first, second):
        await first.enter("c1", seconds=1)
        await first.enter("c1", seconds=1)
        await first.leave("c1")
        with pytest.raises(HoldUnavailable):
            await second.enter("c1", seconds=0.1)
        await first.leave("c1")
        await second.enter("c1", seconds=0.1)

    asyncio.run(with_gateways(redis_server, test))


def test_other_conversations_do_not_wait(redis_server):
    async def test(first, second):
        await first.enter("c1", seconds=1)
        await second.enter("c2", seconds=0.1)

    asyncio.run(with_gateways(redis_server, test))


def test_a_dead_gateway_is_replaced_when_its_lease_is_over(redis_server):
    async def test(first, second):
        await first.enter("c1", seconds=1)
        first._renewing.cancel()  # as kill -9 would
        await second.enter("c1", seconds=3 * LEASE)

    asyncio.run(with_gateways(redis_server, test))


def test_a_hold_outlives_a_restart_of_redis_that_forgot_it(redis_server):
    async def test(first, second):
        await first.enter("c1", seconds=1)
        redis_server.stop()
        with pytest.raises(HoldUnavailable):
            await second.enter("c2", seconds=0.1)
        redis_server.start()
        await asyncio.sleep(LEASE)
        with pytest.raises(HoldUnavailable):
            await second.enter("c1", seconds=0.1)
        await first.leave("c1")
        await second.enter("c1", seconds=0.1)

    asyncio.run(with_gateways(redis_server, test, lease=2 * LEASE))


def test_a_single_gateway_never_waits():
    async def test():
        holds = OwnHolds()
        async with holding(holds, "c1", seconds=0), holding(holds, "c1", seconds=0):
            pass
        await holds.close()

    asyncio.run(test())

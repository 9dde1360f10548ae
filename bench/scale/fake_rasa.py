"""`python -m bench.scale.fake_rasa PORT`: answers as Rasa's gateway channel, in no time.

With it the gateway is measured alone. `fake_actions` is not needed: only readiness asks for it.
"""

import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
# Two lines of text and a source, as an answer has.
ANSWER = "उत्तर: आवेदन पर 30 दिन में निर्णय होता है।\nस्रोत: शासनादेश, अनुच्छेद 4"
JSON = (b"content-type", b"application/json")


async def answer(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """One request: the echo of a message, or the word that all is well."""
    if scope["type"] != "http":
        return
    replies: object = {"status": "ok"}
    if scope["method"] == "POST":
        asked = json.loads(await _body(receive))
        custom = {"answer": "nothing", "intent": "faq/nothing", "confidence": 0.93}
        text = f"{ANSWER}\n{asked['message']}"
        replies = [{"recipient_id": asked["sender"], "text": text, "custom": custom}]
    body = json.dumps(replies).encode()
    headers = [JSON, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def main(port: int) -> None:
    """Serves on loopback until it is told to stop."""
    uvicorn.run(
        answer,
        host="127.0.0.1",
        port=port,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))

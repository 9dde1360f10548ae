"""Why an instance cannot start, in both languages."""


class StartError(Exception):
    """Shown to the person at the terminal: English, then Hindi."""

    def __init__(self, english: str, hindi: str) -> None:
        super().__init__(f"{english}\n{hindi}")


class PortTaken(StartError):
    """Another program listens where this instance should."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Port {port} on {host} is already in use. Stop the other program, "
            f"or choose another port: PORT={port + 1} make run",
            f"{host} का पोर्ट {port} पहले से किसी और प्रोग्राम के पास है। उसे बंद करें "
            f"या दूसरा पोर्ट चुनें: PORT={port + 1} make run",
        )


class FolderTaken(StartError):
    """Another instance uses the same DATA_DIR."""

    def __init__(self, folder: str, owner: str) -> None:
        super().__init__(
            f"Another instance ({owner}) uses the folder {folder}. Stop it, "
            "or give this one a folder of its own: DATA_DIR=var-2 make run",
            f"फ़ोल्डर {folder} को एक दूसरा इंस्टेंस ({owner}) चला रहा है। उसे बंद करें "
            "या इसे अलग फ़ोल्डर दें: DATA_DIR=var-2 make run",
        )


class NoModel(StartError):
    """The training data changed, or nothing was trained yet."""

    def __init__(self) -> None:
        super().__init__(
            "There is no model of the present training data. Run: make train",
            "मौजूदा प्रशिक्षण सामग्री का मॉडल अभी नहीं बना है। यह चलाएँ: make train",
        )


class ChildFailed(StartError):
    """A process ended again and again before everything was ready."""

    def __init__(self, name: str, times: int) -> None:
        super().__init__(
            f"{name} ended {times} times while starting; its last lines are above.",
            f"{name} शुरू होते समय {times} बार बंद हुआ; कारण ऊपर की पंक्तियों में है।",
        )


class NeedsServers(StartError):
    """A cluster shares PostgreSQL and Redis."""

    def __init__(self) -> None:
        super().__init__(
            "A cluster needs DATABASE_URL (PostgreSQL) and REDIS_URL. `make cluster` sets both up "
            "on this machine; `make run` needs neither.",
            "क्लस्टर के लिए DATABASE_URL (PostgreSQL) और REDIS_URL चाहिए। `make cluster` इस मशीन पर "
            "दोनों तैयार करता है; `make run` को इनकी ज़रूरत नहीं।",
        )


class NoNginx(StartError):
    """nginx is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "nginx is not installed. On Debian or Ubuntu: sudo apt-get install nginx-light",
            "nginx नहीं मिला। Debian या Ubuntu पर: sudo apt-get install nginx-light",
        )

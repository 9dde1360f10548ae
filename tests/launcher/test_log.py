import io
import json

from hypothesis import given, strategies as st

from bot.launcher.log import LineSplitter, Log


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@given(st.lists(st.text("aक\x00 é", min_size=1).filter(str.strip)), st.integers(1, 7))
def test_lines_arrive_whole_however_they_are_cut(lines, size):
    sent = "".join(f"{line}\n" for line in lines).encode()
    splitter = LineSplitter()
    got = [
        line
        for start in range(0, len(sent), size)
        for line in splitter.feed(sent[start : start + size])
    ]
    assert got + splitter.rest() == [line.rstrip() for line in lines if line.encode().strip()]


def test_a_line_without_end_is_cut_instead_of_filling_the_memory():
    splitter = LineSplitter()
    lines = splitter.feed(b"x" * (3 * LineSplitter.LONGEST))
    assert len(lines) == 2
    assert len(splitter.rest()[0]) == LineSplitter.LONGEST


def test_progress_bars_become_lines_and_bad_bytes_do_no_harm():
    assert LineSplitter().feed(b"10%\r20%\r\xff\n") == ["10%", "20%", "\ufffd"]


def test_a_terminal_keeps_its_running_status_below_the_log():
    screen = Terminal()
    log = Log(screen)
    log.show_status("… loading 1 s")
    log.write("rasa", "hello")
    assert screen.getvalue().endswith("rasa    | hello\n… loading 1 s")
    log.show_status("")
    assert screen.getvalue().endswith("\r\x1b[K")


def test_a_file_gets_no_status_and_no_control_characters():
    file = io.StringIO()
    log = Log(file)
    log.show_status("… loading 1 s")
    log.tell("hello")
    assert file.getvalue()[8:] == " sahayak | hello\n"


def test_json_lines_pass_and_others_become_objects():
    file = io.StringIO()
    log = Log(file, form="json")
    log.show_status("starting")
    log.write("gateway", '{"message": "x"}')
    log.tell("ready")
    first, second = map(json.loads, file.getvalue().splitlines())
    assert first == {"message": "x"}
    assert (second["service"], second["message"]) == ("sahayak", "ready")

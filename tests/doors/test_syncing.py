"""`advisor models sync`, against recorded answers served on this machine."""

import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from advisor.cli import main
from advisor.knowledge.loader import default_directory

ANSWER = {"gpt-5": {"input_cost_per_token": 1e-6, "output_cost_per_token": 9e-6, "deprecation_date": "2027-01-01"}}


@pytest.fixture
def served():
    """Serves a body at an address of this machine."""
    servers = []

    def serve(body, status=200):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/prices.json"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def rules(tmp_path):
    shutil.copytree(default_directory(), tmp_path / "rules")
    return tmp_path / "rules"


@pytest.fixture
def sync(capsys, rules):
    def command(address, *arguments):
        with pytest.raises(SystemExit) as left:
            main(["models", "sync", "--from", address, "--rules", str(rules), "--as-of", "2026-11-25", *arguments])
        shown = capsys.readouterr()
        return left.value.code, " ".join(shown.out.split()), shown.err

    return command


def contents(rules):
    return {path: path.read_text(encoding="utf-8") for path in sorted(rules.rglob("*.yaml"))}


def test_it_proposes_what_differs_and_writes_nothing(sync, served, rules):
    before = contents(rules)
    code, out, err = sync(served(json.dumps(ANSWER).encode()))

    assert (code, err) == (0, "")
    assert "gpt-5: price in/out: 1.25/10 → 1/9 (litellm gpt-5)" in out
    assert "gpt-5: end: 2026-12-11 → 2027-01-01 (litellm gpt-5)" in out
    assert "Nothing was written." in out
    assert contents(rules) == before


def test_it_writes_only_when_told_to_and_only_the_cards_that_differ(sync, served, rules, capsys):
    before = contents(rules)
    _, out, _ = sync(served(json.dumps(ANSWER).encode()), "--write")
    after = contents(rules)

    assert "1 cards were changed." in out
    assert [path.name for path in after if after[path] != before[path]] == ["gpt-5.yaml"]
    with pytest.raises(SystemExit):
        main(["models", "--why-not", "gpt-5", "--rules", str(rules)])
    assert "1 in, 9 out" in " ".join(capsys.readouterr().out.split())
    assert "Nothing differs." in sync(served(json.dumps(ANSWER).encode()))[1]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"not json", 200, "MC08"),
        (b"[1, 2]", 200, "MC08"),
        (b"[" * 100_000, 200, "MC08"),
        (b"{}", 500, "MC07"),
        (b"{}", 404, "MC07"),
    ],
)
def test_an_answer_that_cannot_be_used_changes_nothing(sync, served, rules, body, status, code):
    before = contents(rules)
    left, out, err = sync(served(body, status), "--write")

    assert (left, out) == (2, "")
    assert f": {code}: " in err
    assert contents(rules) == before


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x", "file:///etc/passwd", "nonsense"])
def test_an_address_that_cannot_be_read_is_diagnosed(sync, address):
    left, _, err = sync(address)

    assert left == 2
    assert ": MC07: " in err
    assert "root:" not in err


def test_entries_that_cannot_be_read_are_counted(sync, served):
    answer = ANSWER | {"gpt-4o": {"input_cost_per_token": "free"}}

    assert "1 entries of the answer could not be read" in sync(served(json.dumps(answer).encode()))[1]


def test_control_characters_in_an_answer_do_not_reach_the_terminal(sync, served):
    answer = {"gpt-5": ANSWER["gpt-5"] | {"deprecation_date": "\x1b[2J2027-01-01"}}

    assert "\x1b" not in sync(served(json.dumps(answer).encode()))[1]

"""The pages in a real browser: no complaint of its own, none of axe, nothing that overflows, in every dress.

Needs Chromium and the extra `browser` (Playwright, and axe-core as a Python package carries it); else it is skipped.
"""

import os
import shutil
from pathlib import Path

import pytest

from advisor.cli import main

CHROMIUM = os.environ.get("ADVISOR_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra 'browser' is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

EXAMPLES = Path(__file__).parents[2] / "examples"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
HOSTILE = '<script>document.title="owned"</script>\u202e</style><img src=x onerror=alert(1)> ' + "W" * 90

THINNED = """() => {
  const alike = [];
  for (const one of document.querySelectorAll("main li, tr, article")) {
    let before = 0;
    for (let e = one.previousElementSibling; e; e = e.previousElementSibling) before += e.className === one.className;
    if (before > 1) alike.push(one);
  }
  alike.forEach((one) => one.remove());
}"""
"""Leaves two of each run of lines, rows and reasons that are dressed alike: axe takes seven times as long for all."""


def barriers(shown):
    """What axe finds wrong in a page, each with the first places."""
    found = axe.Axe().run(shown).response
    assert any(one["id"] == "color-contrast" for one in found["passes"])
    return [(one["id"], one["help"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]]


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """A report, one with workloads and hostile names, and a portfolio with reports."""
    folder = tmp_path_factory.mktemp("pages")
    hostile = folder / "hostile.yaml"
    text = (EXAMPLES / "insurer-four-workloads.yaml").read_text(encoding="utf-8")
    escaped = HOSTILE.replace("\\", "\\\\").replace('"', '\\"').replace("\u202e", "\\u202E")
    named = text.replace("Insurer with four workloads", f'"{escaped}"').replace("medical files", f'"{escaped}"')
    assert named.count("<script>") == 2
    hostile.write_text(named, encoding="utf-8")
    made = {name: folder / f"{name}.html" for name in ("report", "hostile", "reviewed", "portfolio")}
    run("recommend", EXAMPLES / "regional-hospital.yaml", "--format", "html", "--bilingual", "-o", made["report"])
    run("recommend", hostile, "--format", "html", "--bilingual", "-o", made["hostile"])
    record = folder / "record.json"
    run("recommend", EXAMPLES / "law-firm.yaml", "--format", "json", "-o", record)
    words = HOSTILE.replace("\u202e", "")  # a signature with characters that steer is refused
    signer = ("--sign", words, "--role", words[:40], "--answered-by", "Bo", "--conclusion", "approved")
    run("review", record, *signer, "--comment", words)
    run("explain", record, "--format", "html", "--bilingual", "-o", made["reviewed"])
    run(
        "batch",
        EXAMPLES / "law-firm.yaml",
        EXAMPLES / "island-clinic.yaml",
        hostile,
        "--bilingual",
        "-o",
        made["portfolio"],
    )
    return made


def run(*arguments):
    with pytest.raises(SystemExit) as left:
        main([str(one) for one in arguments])
    assert left.value.code == 0


@pytest.fixture(scope="session")
def browser():
    with playwright.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def opened(browser, pages):
    """Opens a page; whatever it complains of or asks the network for is kept."""
    contexts = []

    def visit(name, *, size=DESK, scheme="light", language="en", script=True):
        context = browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=script, bypass_csp=False)
        contexts.append(context)
        shown = context.new_page()
        shown.complaints, shown.asked = [], []
        shown.on("console", lambda message: shown.complaints.append(message.text))
        shown.on("pageerror", lambda error: shown.complaints.append(str(error)))
        shown.on("request", lambda request: shown.asked.append(request.url))
        shown.goto(pages[name].as_uri())
        if language != "en":
            shown.locator(f"#show-{language}").check(force=True)
        return shown

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["report", "hostile", "reviewed", "portfolio"])
@pytest.mark.parametrize(("size", "scheme", "language"), [(DESK, "light", "en"), (PHONE, "dark", "zh")])
def test_a_page_has_nothing_to_complain_of_and_asks_nobody(opened, name, size, scheme, language):
    shown = opened(name, size=size, scheme=scheme, language=language)

    assert shown.complaints == []
    assert len(shown.asked) == 1
    assert shown.title() != "owned"
    assert shown.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("name", ["report", "portfolio"])
def test_axe_finds_no_barrier_in_the_whole_page(opened, name):
    assert barriers(opened(name)) == []


@pytest.mark.parametrize("name", ["report", "portfolio"])
@pytest.mark.parametrize(
    ("size", "scheme", "language", "media"),
    [
        (DESK, "dark", "zh", "screen"),
        (PHONE, "dark", "en", "screen"),
        (PHONE, "light", "zh", "screen"),
        (DESK, "light", "en", "print"),
    ],
)
def test_axe_finds_no_barrier_in_any_dress(opened, name, size, scheme, language, media):
    shown = opened(name, size=size, scheme=scheme, language=language)
    shown.emulate_media(media=media)
    shown.evaluate(THINNED)

    assert barriers(shown) == []


@pytest.mark.parametrize(("language", "other"), [("en", "zh"), ("zh", "en")])
def test_the_switch_shows_one_language_without_a_script(opened, language, other):
    shown = opened("report", language=language, script=False)

    assert shown.locator(f'.edition[data-language="{language}"]').is_visible()
    assert not shown.locator(f'.edition[data-language="{other}"]').is_visible()


def test_the_portfolio_sorts_and_filters(opened):
    shown = opened("portfolio")
    table = shown.locator('.edition[data-language="en"] table.all')
    names = lambda: [one.split("\n")[0] for one in table.locator("tbody tr:visible th").all_inner_texts()]  # noqa: E731
    before = names()
    table.locator("thead button").nth(1).click()

    assert names() == sorted(before, key=str.lower)
    table.locator("thead button").nth(1).click()
    assert names() == sorted(before, key=str.lower, reverse=True)
    shown.locator('.edition[data-language="en"] input[type=search]').fill("clinic")
    assert len(names()) == 1
    assert "1" in shown.locator('.edition[data-language="en"] output').inner_text()


def test_the_portfolio_reads_without_a_script(opened):
    shown = opened("portfolio", script=False)

    assert shown.locator('.edition[data-language="en"] table.all tbody tr').count() == 3
    assert not shown.locator('.edition[data-language="en"] .controls').is_visible()


def test_a_link_of_the_portfolio_leads_to_the_report(opened):
    shown = opened("portfolio")
    shown.locator('.edition[data-language="en"] table.all a').first.click()

    assert shown.locator("h1:visible").count() == 1


def test_a_report_prints_to_a_pdf_on_a4(opened, tmp_path):
    shown = opened("report")
    shown.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True, print_background=True)

    assert (tmp_path / "report.pdf").read_bytes()[:5] == b"%PDF-"

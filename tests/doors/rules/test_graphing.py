"""`advisor rules graph`: the part of the knowledge that was asked for, as a drawing."""

import pytest

from advisor.doors import BAD_INPUT, DONE


def test_the_whole_is_drawn_as_dot(run, mini):
    done = run("rules", "graph")

    assert (done.code, done.err) == (DONE, "")
    assert done.out.startswith("digraph rules {")
    assert all(rule in done.out for rule in mini.rules)


@pytest.mark.parametrize(
    ("name", "there", "not_there"),
    [
        ("no-staff", "has_staff", "keep-data-in"),
        ("data_egress", "keep-data-in", "no-staff"),
        ("open_self_hosted", "no-self-hosting", "has_staff"),
        ("privacy", "no-staff", "dora"),
    ],
)
def test_a_rule_a_fact_a_strategy_or_a_topic_is_drawn_with_what_it_touches(run, name, there, not_there):
    out = run("rules", "graph", name, "--format", "mermaid").out

    assert out.startswith("flowchart LR\n")
    assert there in out
    assert not_there not in out


def test_more_steps_lead_further(run):
    assert "no-self-hosting" not in run("rules", "graph", "no-staff").out
    assert "no-self-hosting" in run("rules", "graph", "no-staff", "--steps", "2").out


def test_rules_are_chosen_as_in_the_list(run):
    out = run("rules", "graph", "--kind", "gate").out

    assert "keep-data-in" in out
    assert "compare-costs" not in out


def test_the_drawing_goes_into_a_file(run, tmp_path):
    done = run("rules", "graph", "-o", tmp_path / "rules.dot", "--lang", "zh")

    assert (done.code, done.out) == (DONE, "")
    assert "受监管数据留在内部" in (tmp_path / "rules.dot").read_text(encoding="utf-8")


@pytest.mark.parametrize(("typed", "near"), [("keep-data", "keep-data-in"), ("data_egres", "data_egress")])
def test_an_unknown_name_is_led_to_the_nearest(run, typed, near):
    done = run("rules", "graph", typed)

    assert (done.code, done.out) == (BAD_INPUT, "")
    assert "WR23" in done.err
    assert f"did you mean `{near}`?" in done.err


def test_what_mermaid_would_refuse_to_draw_is_told(capsys):
    from advisor.cli import main  # noqa: PLC0415

    with pytest.raises(SystemExit):
        main(["rules", "graph", "--format", "mermaid"])

    assert "use --format dot" in capsys.readouterr().err

"""`advisor schema`: what every record keeps to."""

import json

import jsonschema
import pytest
import yaml

SIGN = ("--sign", "Ada", "--role", "Privacy", "--answered-by", "Bo", "--conclusion", "approved")
ANSWERS = ({}, {"data_egress": "never", "data_sensitivity": "regulated"}, {"data_sensitivity": "public"})


@pytest.fixture
def schema(capsys):
    from advisor.cli import main  # noqa: PLC0415

    with pytest.raises(SystemExit):
        main(["schema"])
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("answers", ANSWERS)
def test_records_and_their_reviews_keep_to_the_schema(schema, run, tmp_path, answers):
    profile = {"organization": "Tea House", "answers": answers}
    (tmp_path / "tea.yaml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    record = tmp_path / "tea.json"
    run("recommend", tmp_path / "tea.yaml", "--format", "json", "-o", record)
    run("review", record, *SIGN)
    jsonschema.Draft202012Validator.check_schema(schema)
    found = json.loads(record.read_text(encoding="utf-8"))
    jsonschema.validate(found, schema)
    assert found["reviews"]


def test_what_is_no_record_does_not_keep_to_it(schema):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema": "advisor/decision/2"}, schema)

"""The JSON Schema of a profile: every question of a base, with its answers."""

import re

import jsonschema
import pytest
import yaml

from advisor import needs
from advisor.knowledge.profile_schema import profile_schema


class Words(yaml.SafeLoader):
    """A reader to whom, as in YAML 1.2, `yes` and `1_000` are words."""


Words.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag.rsplit(":", 1)[1] not in {"bool", "int"}]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Words.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9]+$"), list("-+0123456789"))


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("answers: {data_egress: never, has_staff: yes, laws: [hipaa], monthly_tokens: 40_000_000}", True),
        ("answers: {data_egress: unknown, has_staff: unknown, laws: hipaa;dora, monthly_tokens: unknown}", True),
        ("answers: {laws: none}\npriorities: {privacy: critical}", True),
        ("needs: {context_tokens: 16_000, languages: [de], gpus: [{kind: h100-80, count: 2}], seat: DE}", True),
        ("workloads: [{name: letters, answers: {data_sensitivity: public}}]", True),
        ("answers: {data_egres: never}", False),
        ("answers: {data_egress: nevr}", False),
        ("answers: {monthly_tokens: 40M}", False),
        ("answers: {monthly_tokens: -1}", False),
        ("answers: {self_hosting_feasible: yes}", False),
        ("answers: {laws: [hippa]}", False),
        ("priorities: {privacy: 5}", False),
        ("needs: {context_token: 16_000}", False),
        ("needs: {gpus: 2}", False),
        ("workloads: [{name: letters, answers: {has_staff: yes}}]", False),
        ("workloads: [{answers: {}}]", False),
        ("answer: {}", False),
    ],
)
@pytest.mark.parametrize("loader", [yaml.SafeLoader, Words])
def test_a_profile_keeps_to_the_questions_of_the_base(mini, loader, text, valid):
    validator = jsonschema.Draft202012Validator(profile_schema(mini))

    assert validator.is_valid(yaml.load(text, Loader=loader)) is valid


def test_every_need_stands_in_the_schema_of_a_profile(mini):
    assert list(profile_schema(mini)["$defs"]["needs"]["properties"]) == list(needs.NAMES)


def test_an_editor_shows_what_a_question_asks_in_both_languages(mini):
    shown = profile_schema(mini)["$defs"]["answers"]["properties"]["data_egress"]

    assert shown["description"] == "Where may data go?\n\n数据可以去哪里？"

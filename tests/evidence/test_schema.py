"""The one description of fields and codes: reading it, asking it for words, and telling what it lacks."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidence.library.library import TABLES
from evidence.library.schema import Schema, gaps, packaged, parse, read, split


@pytest.fixture
def descriptor(data_folder: Path) -> dict[str, Any]:
    return json.loads((data_folder / "datapackage.json").read_text(encoding="utf-8"))


def small(**more: Any) -> Schema:
    return parse({"resources": [], **more})


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("", []),
        ("a", ["a"]),
        ("a; b", ["a", "b"]),
        ("a;b", ["a", "b"]),
        (" a ;  b ; ", ["a", "b"]),
        (";;", []),
        ("; ", []),
    ],
)
def test_a_list_cell_is_split_at_semicolons(cell: str, items: list[str]) -> None:
    assert split(cell) == items


def test_tables_and_fields_are_those_of_the_package(descriptor: dict[str, Any]) -> None:
    schema = parse(descriptor)
    assert set(schema.tables) == {resource["name"] for resource in descriptor["resources"]}
    for resource in descriptor["resources"]:
        assert list(schema.tables[resource["name"]]) == [field["name"] for field in resource["schema"]["fields"]]


def test_a_field_carries_what_the_package_says() -> None:
    schema = packaged()
    people = schema.field("studies", "n_total")
    assert (people.type, people.unit, people.required) == ("integer", "people", False)
    design = schema.field("studies", "design")
    assert (design.vocabulary, design.separator, design.required) == ("design", "", True)
    key_studies = schema.field("appraisals", "key_studies")
    assert (key_studies.separator, key_studies.refers_to) == ("; ", ("studies", "study_id"))


def test_an_unknown_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        packaged().field("studies", "mood_of_the_reviewer")


def test_codes_come_in_reading_order(descriptor: dict[str, Any]) -> None:
    schema = parse(descriptor)
    for name, codes in descriptor["vocabularies"].items():
        assert [code.value for code in schema.codes(name)] == [code["value"] for code in codes]


def test_a_code_is_shown_by_its_label_and_an_unknown_one_readably() -> None:
    schema = packaged()
    assert schema.label("design", "rct") == "Randomised trial"
    assert schema.label("design", "made_up_design") == "made up design"
    assert schema.label("no such vocabulary", "some_code") == "some code"


def test_inside_a_sentence_a_code_has_its_phrase_else_its_label_in_small_letters() -> None:
    code = {"value": "x", "label": "Waiting list", "definition": "-"}
    named = {"value": "y", "label": "EMG activity", "definition": "-"}
    phrased = {"value": "z", "label": "Randomised trial", "definition": "-", "phrase": "randomised trials"}
    schema = small(vocabularies={"v": [code, named, phrased]})
    assert [schema.phrase("v", value) for value in "xyz"] == ["waiting list", "EMG activity", "randomised trials"]


def test_the_labels_of_a_list_cell() -> None:
    assert packaged().labels("stroke", "friction; stretching") == "Rubbing (friction), Stretching"
    assert packaged().labels("stroke", "") == ""


def test_a_definition_is_empty_where_there_is_no_such_code() -> None:
    schema = packaged()
    assert "hours of one session" in schema.definition("link", "mediator_acute")
    assert schema.definition("link", "made_up") == schema.definition("made_up", "made_up") == ""


def test_the_comparator_classes_are_those_of_the_curators() -> None:
    classes = {
        "inactive": "rest no_treatment waitlist usual_care contralateral_limb",
        "credible": "sham light_touch attention",
        "active": "relaxation exercise stretching manual_therapy acupuncture physical_modality education drug music "
        "other_active",
        "massage": "other_massage",
        "uncontrolled": "within_person",
        "pooled": "mixed any",
    }
    expected = {value: name for name, values in classes.items() for value in values.split()}
    assert {code.value: code.comparator_class for code in packaged().codes("comparator")} == expected
    assert {code.value for code in packaged().codes("comparator_class")} == set(classes)


def test_a_byte_order_mark_before_the_description_does_not_matter(tmp_path: Path, data_folder: Path) -> None:
    content = (data_folder / "datapackage.json").read_bytes()
    (tmp_path / "datapackage.json").write_bytes(b"\xef\xbb\xbf" + content)
    assert read(tmp_path).descriptor == packaged().descriptor


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"resources": 5}', '{"resources": [{"name": "studies"}]}'])
def test_what_is_no_description_is_an_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises((ValueError, KeyError, TypeError)):
        read(tmp_path)


def test_the_shipped_description_lacks_nothing() -> None:
    assert list(gaps(packaged(), TABLES)) == []


def drop_table(descriptor: dict[str, Any]) -> None:
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != "scales"]


def drop_column(descriptor: dict[str, Any]) -> None:
    fields = resource(descriptor, "studies")["schema"]["fields"]
    fields.remove(next(field for field in fields if field["name"] == "scope"))


def retype_column(descriptor: dict[str, Any]) -> None:
    next(f for f in resource(descriptor, "studies")["schema"]["fields"] if f["name"] == "year")["type"] = "string"


def drop_vocabulary(descriptor: dict[str, Any]) -> None:
    del descriptor["vocabularies"]["design"]


def drop_filter_vocabulary(descriptor: dict[str, Any]) -> None:
    del descriptor["vocabularies"]["comparator_class"]


def refer_to_nothing(descriptor: dict[str, Any]) -> None:
    fields = resource(descriptor, "conditions")["schema"]["fields"]
    next(f for f in fields if f["name"] == "key_studies")["references"]["resource"] = "nowhere"


def resource(descriptor: dict[str, Any], name: str) -> dict[str, Any]:
    return next(r for r in descriptor["resources"] if r["name"] == name)


@pytest.mark.parametrize(
    ("spoil", "field", "words"),
    [
        (drop_table, "", "“scales” is not described"),
        (drop_column, "scope", "“scope” of studies.csv is not described"),
        (retype_column, "year", "described as string, not integer"),
        (drop_vocabulary, "design", "vocabulary “design” is named but not defined"),
        (drop_filter_vocabulary, "comparator_class", "vocabulary “comparator_class” is named but not defined"),
        (refer_to_nothing, "key_studies", "“nowhere”, which is not described"),
    ],
)
def test_a_description_that_lacks_something_is_told_so(
    descriptor: dict[str, Any], spoil: Callable[[dict[str, Any]], None], field: str, words: str
) -> None:
    spoiled = copy.deepcopy(descriptor)
    spoil(spoiled)
    [(found_field, message)] = list(gaps(parse(spoiled), TABLES))
    assert found_field == field
    assert words in message


def test_columns_and_tables_may_be_added(descriptor: dict[str, Any]) -> None:
    resource(descriptor, "studies")["schema"]["fields"].append({"name": "funding", "type": "string"})
    descriptor["resources"].append({"name": "notes", "path": "notes.csv", "schema": {"fields": []}})
    assert list(gaps(parse(descriptor), TABLES)) == []

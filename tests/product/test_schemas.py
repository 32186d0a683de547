"""The JSON Schemas for editors are those that the model makes, and they accept the content."""

from __future__ import annotations

import re

import jsonschema
import pytest
import yaml

from patient_handouts.content.schemas import as_text, schemas
from tests.support.product import DISEASES
from tests.support.project import ROOT

FOLDER = ROOT / "content" / "schema"


def test_schemas_are_up_to_date(library):
    made = {name: as_text(schema) for name, schema in schemas(library).items()}
    kept = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}
    assert kept == made, "Run “make schema”."


FILES = {
    **{f"recipes/{disease}.yaml": "recipe" for disease in DISEASES},
    **{f"en/{disease}.yaml": f"words-{disease}" for disease in DISEASES},
    "recipes/common.yaml": "common-recipe",
    "en/common.yaml": "words-common",
    "en/locale.yaml": "locale",
    "en/language.yaml": "language",
    "facts.yaml": "facts",
    "claims.yaml": "claims",
    "sources.yaml": "sources",
}


@pytest.mark.parametrize("file", FILES)
def test_content_is_accepted_and_names_its_schema(library, file):
    text = (ROOT / "content" / file).read_text("utf-8")
    schema = schemas(library)[f"{FILES[file]}.schema.json"]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.load(text, yaml.BaseLoader), schema)
    assert re.match(rf"# yaml-language-server: \$schema=\S*schema/{FILES[file]}\.schema\.json\n", text)


def test_a_misspelt_key_is_refused(library):
    content = yaml.load((ROOT / "content/en/ms.yaml").read_text("utf-8"), yaml.BaseLoader)
    content["blocks"]["main-mesage"] = content["blocks"].pop("main-message")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, schemas(library)["words-ms.schema.json"])

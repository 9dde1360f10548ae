"""The description of the public routes is valid, complete and true."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from bot.gateway.app import create_app
from bot.gateway.page import HERE
from store.settings import settings

# The parts of OpenAPI 3.1 that we use; everything else is refused, so that a slip is seen.
OBJECT = {"type": "object", "additionalProperties": False}
MEDIA = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": "^[a-z]+/[a-z+.-]+$"},
    "additionalProperties": {
        **OBJECT, "required": ["schema"], "properties": {"schema": {"type": "object"}},
    },
}  # fmt: skip
HEADERS = {
    "type": "object",
    "additionalProperties": {
        **OBJECT,
        "required": ["schema"],
        "properties": {"description": {"type": "string"}, "schema": {"type": "object"}},
    },
}
REFERENCE = {
    **OBJECT, "required": ["$ref"],
    "properties": {"$ref": {"pattern": "^#/components/(schemas|responses)/[A-Za-z0-9_]+$"}},
}  # fmt: skip
RESPONSE = {
    **OBJECT,
    "required": ["description"],
    "properties": {"description": {"type": "string"}, "content": MEDIA, "headers": HEADERS},
}
PARAMETER = {
    **OBJECT,
    "required": ["name", "in", "schema"],
    "properties": {
        "name": {"type": "string"}, "in": {"enum": ["path", "query", "header"]},
        "required": {"type": "boolean"}, "description": {"type": "string"},
        "schema": {"type": "object"},
    },
    "if": {"properties": {"in": {"const": "path"}}},
    "then": {"required": ["required"], "properties": {"required": {"const": True}}},
}  # fmt: skip
OPERATION = {
    **OBJECT,
    "required": ["tags", "operationId", "summary", "responses"],
    "properties": {
        "tags": {"type": "array", "items": {"type": "string"}},
        "operationId": {"pattern": "^[a-z_0-9]+$"},
        "summary": {"type": "string"},
        "description": {"type": "string"},
        "parameters": {"type": "array", "items": PARAMETER},
        "security": {"type": "array", "items": {"enum": [{"widget_session": []}]}},
        "requestBody": {
            **OBJECT,
            "required": ["content"],
            "properties": {"required": {"type": "boolean"}, "content": MEDIA},
        },
        "responses": {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": "^[1-5][0-9]{2}$"},
            "additionalProperties": {"anyOf": [REFERENCE, RESPONSE]},
        },
    },
}
PATH_ITEM = {
    **OBJECT,
    "properties": {
        "parameters": {"type": "array", "items": PARAMETER},
        "get": OPERATION,
        "post": OPERATION,
    },
}
OPENAPI = {
    **OBJECT,
    "required": ["openapi", "info", "servers", "paths", "components"],
    "properties": {
        "openapi": {"pattern": r"^3\.1\.\d$"},
        "info": {
            **OBJECT,
            "required": ["title", "version"],
            "properties": {
                "title": {"type": "string"}, "version": {"type": "string"},
                "summary": {"type": "string"}, "description": {"type": "string"},
                "license": {
                    **OBJECT, "required": ["name"],
                    "properties": {"name": {"type": "string"}, "identifier": {"type": "string"}},
                },
            },
        },
        "servers": {"type": "array", "minItems": 1},
        "tags": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "paths": {
            "type": "object", "propertyNames": {"pattern": "^/"},
            "additionalProperties": PATH_ITEM,
        },
        "components": {
            **OBJECT,
            "properties": {
                "schemas": {"type": "object", "additionalProperties": {"type": "object"}},
                "responses": {"type": "object", "additionalProperties": RESPONSE},
                "securitySchemes": {
                    **OBJECT,
                    "required": ["widget_session"],
                    "properties": {
                        "widget_session": {
                            **OBJECT,
                            "required": ["type", "scheme"],
                            "properties": {
                                "type": {"const": "http"},
                                "scheme": {"const": "bearer"},
                                "description": {"type": "string"},
                            },
                        }
                    },
                },
            },
        },
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def document(desk):
    answer = desk.get("/api/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def inside(document, schema):
    """A validator of one schema that finds what it refers to in the document."""
    return Draft202012Validator({**schema, "components": document["components"]})


def test_the_document_has_the_form_of_openapi(document):
    Draft202012Validator.check_schema(OPENAPI)
    found = [
        f"{'/'.join(map(str, error.path))}: {error.message[:200]}"
        for error in Draft202012Validator(OPENAPI).iter_errors(document)
    ]
    assert not found


def test_every_schema_is_a_schema_and_every_reference_leads_somewhere(document):
    assert len(document["components"]["schemas"]) > 50
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    references = set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document)))
    assert len(references) > 50
    for reference in references:
        part = document
        for key in reference.split("/"):
            assert key in part, reference
            part = part[key]


def test_operations_have_names_of_their_own_and_tags_that_are_told(document):
    operations = [
        operation
        for path in document["paths"].values()
        for method, operation in path.items()
        if method in ("get", "post")
    ]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names)) > 90
    told = {tag["name"] for tag in document["tags"]}
    assert {tag for operation in operations for tag in operation["tags"]} <= told


# Pages, scripts and what belongs to them; programs have no use for them.
FOR_BROWSERS = {"/", "/static", "/desk", "/widget.js", "/widget/{name}"}


def test_it_describes_every_public_route_and_no_other(document):
    app = create_app(settings)
    routes = {route.path for route in app.routes} - FOR_BROWSERS
    general = {path for path in document["paths"] if not re.match("/api/calculators/[a-z]", path)}
    assert general == routes
    assert document["servers"] == [{"url": settings.public_url}]


def test_every_calculator_has_a_path_and_the_schema_of_its_input(document, desk):
    listed = [one["name"] for one in desk.get("/api/calculators").json()["calculators"]]
    assert len(listed) > 40
    for name in listed:
        path = document["paths"][f"/api/calculators/{name}"]
        assert set(path) == {"get", "post"}
        schema = document["components"]["schemas"][f"input_{name}"]
        described = desk.get(f"/api/calculators/{name}").json()["inputs"]
        assert schema == {key: value for key, value in described.items() if key != "$schema"}


ASKED = [
    ("get", "/api/calculators", None),
    ("get", "/api/calculators/pension", None),
    ("get", "/api/calculators/nothing", None),
    ("post", "/api/calculators/pension", b'{"last_pay": 1, "service_years": 30}'),
    ("post", "/api/calculators/pension", b"{}"),
    ("post", "/api/calculators/pension", b"{"),
    pytest.param("post", "/api/calculators/pension", b" " * 20_000, id="too large"),
    ("get", "/worksheets/forged", None),
    ("get", "/api/openapi.json", None),
    ("post", "/webhooks/rest/webhook", b"{"),
    ("post", "/webhooks/rest/webhook", b'{"sender": "a"}'),
    ("post", "/api/widget/session", b'{"language": "hi"}'),
    ("post", "/api/widget/session", b"{"),
    ("post", "/api/widget/messages", b"{}"),
    ("get", "/api/widget/messages", None),
    ("get", "/api/widget/events", None),
    ("post", "/api/widget/feedback", b"{}"),
    ("post", "/api/widget/clear", b"{}"),
    ("get", "/healthz", None),
    ("get", "/readyz", None),
    ("get", "/metrics", None),
]


@pytest.mark.parametrize(("method", "path", "body"), ASKED)
def test_what_the_gateway_answers_is_what_is_described(document, desk, method, path, body):
    answer = desk.request(method, path, content=body)
    known = document["paths"]
    general = re.sub(r"(?<=/api/calculators/)\w+$|(?<=/worksheets/)\w+$", "{}", path)
    names = {re.sub(r"\{\w+\}", "{}", name): name for name in known}
    operation = known[names[general]][method]
    described = operation["responses"][str(answer.status_code)]
    while "$ref" in described:
        described = document["components"]["responses"][described["$ref"].rpartition("/")[2]]
    kind = answer.headers["content-type"].partition(";")[0]
    assert kind in described["content"]
    if kind == "application/json":
        schema = described["content"][kind]["schema"]
        errors = list(inside(document, schema).iter_errors(answer.json()))
        assert not errors, errors[0].message


def test_an_input_that_its_schema_takes_is_computed(document, desk):
    schema = document["components"]["schemas"]["input_gratuity"]
    values = {"kind": "retirement", "emoluments": 70000, "service_years": 24}
    assert inside(document, schema).is_valid(values)
    assert desk.post("/api/calculators/gratuity", json=values).status_code == 200
    assert not inside(document, schema).is_valid({**values, "emoluments": "70000"})


def test_the_file_kept_by_hand_is_beside_the_code():
    assert (HERE / "openapi.yaml").read_text("utf-8").startswith("#")

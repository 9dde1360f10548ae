"""Puts a finding into words: the sentences of a calculator's `texts.yaml`, figures filled in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Any

from actions.rules import parameters
from actions.rules.choices import Bilingual
from actions.rules.citations import Citation, cite
from actions.rules.figures import grouped, written_day, written_number
from actions.rules.inputs import Input
from actions.rules.reading import Given
from actions.rules.result import Finding, Line, Outcome, to_plain

PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)\}")
LANGUAGES = ("hi", "en")
Scope = Mapping[str, object]
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Texts:
    """The sentences of one calculator.

    Attributes:
        content: `rule`, `steps`, `reasons`, `summaries`, `warnings`, `names`, `sources`.
        titles: input field → choice code → title, for placeholders of inputs.
    """

    content: Mapping[str, Any]
    titles: Mapping[str, Mapping[str, Bilingual]]

    @cached_property
    def cited(self) -> dict[str, Citation]:
        """The calculator's own sources by key."""
        return {key: cite(reference) for key, reference in self.content["sources"].items()}

    def outcome(self, finding: Finding, given: Given, assumed: Sequence[Input]) -> Outcome:
        """Renders everything the caller sees; `assumed` are inputs left out, worth a word."""
        scope = {**vars(given), **finding.result}
        steps = [(self._entry("steps", step), step) for step in finding.steps]
        warned = [(self._entry("warnings", warning), warning) for warning in finding.warnings]
        warnings = [
            {"code": warning.key, "text": self._say(entry, warning, scope, finding)}
            for entry, warning in warned
        ]
        return Outcome(
            result={name: to_plain(value) for name, value in finding.result.items()},
            steps=[self._step(entry, step, scope, finding) for entry, step in steps],
            warnings=warnings + [_assumption(row) for row in assumed],
            citations=self._citations([entry for entry, _ in steps + warned]),
            summary=self._summary(finding, scope),
        )

    def rule(self, figures: parameters.InForce) -> dict[str, str]:
        """The rule in a few sentences, with the figures of a day."""
        finding = Finding(result={}, steps=(), summary=Line(""), figures=figures)
        return self._say(self.content["rule"], Line(""), {}, finding)

    def sources(self) -> list[Citation]:
        """Every source the calculator may cite."""
        every = [*self.content["steps"].values(), *self.content.get("reasons", {}).values()]
        return self._citations(every)

    def _entry(self, section: str, said: Line) -> Entry:
        """A sentence by key; a refusal's own sentence serves as step and as summary."""
        for entries in (self.content.get(section, {}), self.content.get("reasons", {})):
            if said.key in entries:
                entry: Entry = entries[said.key]
                return entry
        raise KeyError(f"{section}: {said.key}")

    def _step(self, entry: Entry, step: Line, scope: Scope, finding: Finding) -> dict[str, Any]:
        rendered: dict[str, Any] = {"text": self._say(entry, step, scope, finding)}
        return rendered | ({"parameter": entry["parameter"]} if "parameter" in entry else {})

    def _summary(self, finding: Finding, scope: Scope) -> dict[str, str]:
        entry = self._entry("summaries", finding.summary)
        said = self._say(entry, finding.summary, scope, finding)
        if "advice" in entry:
            advice = self._say(entry["advice"], finding.summary, scope, finding)
            said = {language: f"{said[language]} {advice[language]}" for language in LANGUAGES}
        return said

    def _citations(self, entries: Sequence[Entry]) -> list[Citation]:
        """Sources of the sentences and of the parameters they name, each once, in order."""
        found: dict[tuple[str, str], Citation] = {}
        for entry in entries:
            cited = [self.cited[key] for key in entry.get("sources", ())]
            if "parameter" in entry:
                cited.append(_cited_figure(entry["parameter"]))
            for citation in cited:
                found.setdefault((citation["document"], citation["section"]["en"]), citation)
        return [dict(citation) for citation in found.values()]

    def _say(self, entry: Entry, said: Line, scope: Scope, finding: Finding) -> dict[str, str]:
        values = {**scope, **said.figures} if said.figures else scope
        filled = {}
        for language in LANGUAGES:
            pieces = list(_pieces(entry[language]))
            # Text and the names of figures take turns.
            for place in range(1, len(pieces), 2):
                name = pieces[place]
                found = finding.figures[name] if "." in name else values[name]
                pieces[place] = self._written(name, found, language)
            filled[language] = "".join(pieces)
        return filled

    def _written(self, name: str, value: object, language: str) -> str:
        """One figure or code for people."""
        if isinstance(value, int):
            return grouped(int(value))
        if isinstance(value, str):
            known = self.titles.get(name, {}).get(value) or self.content["names"].get(value)
            return str(known[language]) if known else value
        if isinstance(value, date):
            return written_day(value)
        if isinstance(value, (list, tuple)):
            return "; ".join(self._written(name, item, language) for item in value)
        return written_number(value) if isinstance(value, (Decimal, float)) else "—"


@lru_cache(maxsize=4096)
def _pieces(sentence: str) -> tuple[str, ...]:
    return tuple(PLACEHOLDER.split(sentence))


@cache
def _cited_figure(name: str) -> Citation:
    return cite(parameters.fetch(name).reference)


def _assumption(row: Input) -> dict[str, Any]:
    text = dict(row.assumed.text) if row.assumed else {}
    return {"code": f"assumed_{row.name}", "text": text}

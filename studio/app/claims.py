"""Claims in a text, told in words or as JSON: `earshot claims`."""

import json

from studio.claims.checker import check
from studio.claims.finding import Finding
from studio.model.errors import StudioError
from studio.model.message import Message, say, say_n


def claims_report(
    text: str, language: str, evidence: str, *, as_json: bool
) -> tuple[list[str], bool]:
    """Lines that tell what was found, and whether there is anything.

    Args:
        text: What is to be said or shown.
        language: Its language, which says whose law is meant; empty for all that there are.
        evidence: What proves some of its claims.
        as_json: One line with a list, in place of sentences.

    Raises:
        StudioError: There is no text.
    """
    if not text.strip():
        raise StudioError(
            say("There is no text to check."),
            say("Put it after “claims”, or “-” to read it from standard input."),
        )
    findings = check(text, language, evidence)
    if as_json:
        listed = [_as_json(finding) for finding in findings]
        return [json.dumps(listed, ensure_ascii=False)], bool(findings)
    return [str(sentence) for sentence in _sentences(text, findings)], bool(findings)


def _sentences(text: str, findings: tuple[Finding, ...]) -> list[Message]:
    told = [_place(text, found.start).then(_whole(found)) for found in findings]
    if findings:
        told.append(say_n("{n} claim was found.", "{n} claims were found.", len(findings)))
    else:
        told.append(say("No claim was found."))
    told.append(say("The word lists are not complete and replace no lawyer."))
    return told


def _place(text: str, start: int) -> Message:
    line = text.count("\n", 0, start) + 1
    return say("Line {line}, sign {sign}:", line=line, sign=start - text.rfind("\n", 0, start))


def _whole(finding: Finding) -> Message:
    told = finding.warning.then(finding.proof)
    return told.then(finding.doubt) if finding.doubt else told


def _as_json(finding: Finding) -> dict[str, str | int | bool]:
    claim = finding.claim
    return {
        "start": finding.start,
        "end": finding.end,
        "phrase": finding.phrase,
        "kind": claim.kind,
        "severity": claim.severity,
        "rule": claim.rule,
        "reason": str(finding.rule),
        "source": claim.source,
        "sure": claim.sure,
        "instead": claim.instead,
        "provable": claim.is_provable,
    }

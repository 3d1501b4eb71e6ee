"""The tables of what was asked of language models, and what they answered.

A question is kept before it is sent, so that the project knows of everything that may
have left the machine, even where the command was killed before the answer came. What
many questions have in common, the codebook, is kept once. No table holds a key.
"""

from __future__ import annotations

from typing import Final

ANSWER_TABLES: Final = ("endpoints", "prompts", "questions", "asked_units", "answers")

VERSION_6: Final = """
CREATE TABLE endpoints (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    model TEXT NOT NULL,
    settings TEXT NOT NULL,
    written TEXT NOT NULL
);
CREATE TABLE prompts (
    sha256 TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    written TEXT NOT NULL
);
CREATE TABLE questions (
    sha256 TEXT PRIMARY KEY,
    endpoint TEXT NOT NULL,
    url TEXT NOT NULL,
    model TEXT NOT NULL,
    prompt_sha256 TEXT NOT NULL REFERENCES prompts (sha256),
    messages TEXT NOT NULL,
    settings TEXT NOT NULL,
    written TEXT NOT NULL
);
CREATE TABLE asked_units (
    question_sha256 TEXT NOT NULL REFERENCES questions (sha256),
    document_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    PRIMARY KEY (question_sha256, document_id, unit_id)
);
CREATE TABLE answers (
    number INTEGER PRIMARY KEY,
    question_sha256 TEXT NOT NULL REFERENCES questions (sha256),
    attempt INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected', 'failed')),
    reason TEXT NOT NULL,
    status INTEGER,
    body TEXT NOT NULL,
    seconds REAL NOT NULL,
    tokens_in INTEGER,
    tokens_out INTEGER,
    written TEXT NOT NULL
);
CREATE INDEX answers_by_question ON answers (question_sha256, number);
CREATE INDEX questions_by_prompt ON questions (prompt_sha256);
"""

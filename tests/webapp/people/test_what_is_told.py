"""Of every column about a person it is decided whether they are told it in their own data."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.browsing import sign_in
from tests.webapp.people.histories import have_factors, study
from tests.webapp.worlds import PASSWORD, World
from webapp.models import User
from webapp.services.people.personal_data import belonging

TOLD = {
    "users": "id email email_confirmed_at name is_admin is_guest time_zone rollover_hour "
    "desired_retention new_per_day theme single_keys created_at locked_at",
    "authenticators": "last_step created_at",
    "challenges": "purpose expires_at",
    "enrolments": "course_id role group_name joined_at",
    "question_drafts": "course_id question_id spot typed begun_at saved_at",
    "question_imports": "id course_id name format questions problems chosen made_at "
    "taken_at act_id job_id as_drafts edition judged",
    "guest_sign_ups": "guest_id",
    "history_imports": "id course_id name answers cards set_aside made_at taken_at undone_at",
    "identities": "issuer subject email created_at",
    "notices": "id kind maker made_at created_at",
    "one_time_links": "purpose created_at expires_at made_by course_id is_mailed asks_code",
    "passkeys": "id credential_id sign_count name created_at last_used_at",
    "recovery_codes": "created_at used_at",
    "sign_ins": "means device address is_new_device created_at last_seen_at proved_at expires_at",
    "attempts": "id quiz_id number state mode limit_minutes started_at deadline submitted_at "
    "mark max_mark shown_during extra_minutes sections asks_confidence tries penalty",
    "cards": "question_id stability difficulty state step due_at due_day last_at last_day "
    "last_review_id repetitions lapses suspended buried_day algorithm version",
    "question_attempts": "attempt_id slot question_id version_id max_mark fraction counted flagged "
    "dropped retried",
    "mark_changes": "id attempt_id slot kind run_id fraction counted dropped comment made_at",
    "regraded_attempts": "attempt_id run_id mark_before max_before mark_after max_after read_at",
    "reports": "id question_id version_id review_id attempt_id kind reason said made_at settled_at "
    "reply read_at",
    "reviews": "id question_id version_id kind undoes_id rating fraction rule feedback response "
    "duration_ms unsure answered_at time_zone study_day parameters_id desired_retention "
    "predicted_recall",
    "time_factors": "course_id factor",
    "quiz_overrides": "quiz_id opens_at closes_at time_limit_minutes attempts_allowed made_at",
    "attempt_steps": "id attempt_id slot response fraction rule feedback grader_version unsure "
    "confidence answered_at duration_ms",
}
KEPT_BACK = {
    "users": "password_hash",
    "authenticators": "key",
    "challenges": "token_hash content",
    "one_time_links": "token_hash",
    "passkeys": "public_key",
    "history_imports": "content",
    "question_imports": "content",
    "recovery_codes": "code_hash",
    "sign_ins": "token_hash",
    "attempts": "seed",
    "question_attempts": "option_order",
    "mark_changes": "actor_id",
    "reports": "settled_by_id",
    "reviews": "client_key",
    "attempt_steps": "client_key",
}


def test_every_column_is_decided(app: Flask) -> None:
    """A new column belongs into one of the two tables above: is it a secret, or a key?"""
    for table in (User.metadata.tables["users"], *belonging()):
        told = set(TOLD.get(table.name, "").split())
        kept = set(KEPT_BACK.get(table.name, "").split())
        assert not told & kept
        assert {column.name for column in table.c} - {"user_id"} == told | kept, table.name


def test_what_is_kept_back_is_in_no_export(world: World, client: FlaskClient) -> None:
    study(world.learner_id, world.course_id)
    sign_in(client, "learner@example.org", PASSWORD)
    have_factors(world.learner_id)
    record = client.get("/settings/data").json
    assert record is not None
    rows: list[tuple[str, dict[str, Any]]] = [("users", record["profile"])]
    for table in TOLD:
        rows += [(table, row) for row in record.get(table, [])]
    for attempt in record["attempts"]:
        for asked in attempt["questions"]:
            rows.append(("question_attempts", asked))
            rows += [("attempt_steps", step) for step in asked["steps"]]
            rows += [("mark_changes", change) for change in asked["changes"]]
    assert {table for table, _row in rows} >= set(TOLD) - {"one_time_links", "guest_sign_ups"}
    for table, row in rows:
        assert not row.keys() & set(KEPT_BACK.get(table, "").split()), table

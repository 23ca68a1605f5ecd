"""What everything behind the `Model` port does alike, whether a wire is behind it, a script or another model."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from onlooker.errors import ModelError

from .requests import CONTENT, SECRET, request, shown_to
from .subjects import SUBJECTS, Subject

pytestmark = pytest.mark.parametrize("subject", SUBJECTS, ids=str)


def test_the_reply_is_the_object_asked_for(subject: Subject) -> None:
    with subject.model(CONTENT) as model:
        reply = model.reply(request())
    assert reply.content == CONTENT
    assert reply.model
    assert reply.attempts == 1


def test_tokens_are_counted(subject: Subject) -> None:
    with subject.model(CONTENT) as model:
        usage = model.reply(request()).usage
    assert usage.input_tokens > 0
    assert usage.output_tokens > 0


def test_a_growing_reply_ends_as_the_whole_one(subject: Subject) -> None:
    parts: list[object] = []
    with subject.model(CONTENT) as model:
        reply = model.reply(request(), parts.append)
    assert parts
    assert all(isinstance(part, dict) for part in parts)
    assert parts[-1] == reply.content == CONTENT


def test_no_answer_is_a_model_error_that_tells_nothing_private(subject: Subject) -> None:
    with subject.model(None) as model, pytest.raises(ModelError) as raised:
        model.reply(request())
    assert not any(private in str(raised.value) for private in (SECRET, "alice", "sk-secret"))
    assert "\n" not in str(raised.value)


def test_it_says_what_it_is_and_how_much_it_reads(subject: Subject) -> None:
    with subject.model(CONTENT) as model:
        assert model.name
        assert model.context_tokens >= 8_000


def test_what_it_says_it_sees_it_takes(subject: Subject) -> None:
    with subject.model(CONTENT) as model:
        assert model.reply(shown_to(model.sees)).content == CONTENT


def test_several_threads_may_ask_at_once(subject: Subject) -> None:
    with subject.model(CONTENT) as model, ThreadPoolExecutor(4) as threads:
        replies = list(threads.map(lambda _: model.reply(request()), range(8)))
    assert [reply.content for reply in replies] == [CONTENT] * 8

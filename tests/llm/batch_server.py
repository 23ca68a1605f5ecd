"""A server on the loopback that speaks the three providers' batch formats: a job is made, is asked after, and gives its answers line by line."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .wire import INPUT_TOKENS, OUTPUT_TOKENS, Asked, Json, Said, reply_to

Answers = Callable[[str], Said | None]
"""The text of a question -> what the model says; None: the provider fails on it."""


@dataclass(kw_only=True)
class Job:
    """`questions` by their ids, each as it would have been asked alone. Done after so many looks at it."""

    id: str
    questions: dict[str, Json]
    looks: int = 0


@dataclass(kw_only=True)
class BatchServer:
    """`looks` that a job takes; `down` answers every look with a server error."""

    answers: Answers
    looks: int = 2
    down: bool = False
    jobs: list[Job] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    looked: threading.Event = field(default_factory=threading.Event)
    """Set once a job has been looked at."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def asked(self) -> list[str]:
        """Ids of all questions of all jobs."""
        return [id for job in self.jobs for id in job.questions]

    def add(self, questions: dict[str, Json]) -> Job:
        with self.lock:
            job = Job(id=f"job{len(self.jobs)}", questions=questions)
            self.jobs.append(job)
            return job

    def look(self, id: str) -> tuple[Job, bool] | None:
        """The job, and whether it is done."""
        job = next((one for one in self.jobs if one.id == id), None)
        if job is None:
            return None
        job.looks += 1
        self.looked.set()
        return job, job.looks >= self.looks

    def kept(self, data: bytes) -> str:
        with self.lock:
            name = f"file{len(self.files)}"
            self.files[name] = data
            return name

    @contextmanager
    def running(self) -> Iterator[BatchServer]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()


def _said(server: BatchServer, body: Json) -> Said | None:
    return server.answers(json.dumps(body))


def _handler(server: BatchServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_DELETE(self) -> None:
            self._json({"id": self.path.rpartition("/")[2], "object": "file", "deleted": True})

        def do_POST(self) -> None:
            data, path = self._body(), self.path.partition("?")[0]
            if path == "/v1/files":
                self._json(_openai_file(server.kept(_uploaded(data))))
            elif path == "/v1/batches":
                lines = server.files[json.loads(data)["input_file_id"]].splitlines()
                job = server.add({line["custom_id"]: line["body"] for line in map(json.loads, lines)})
                self._json(_openai_job(job, "validating"))
            elif path == "/v1/messages/batches":
                job = server.add({one["custom_id"]: one["params"] for one in json.loads(data)["requests"]})
                self._json(self._anthropic_job(job, done=False))
            elif path == "/upload/v1beta/files" and self.headers.get("X-Goog-Upload-Command") == "start":
                self._send(200, b"{}", {"X-Goog-Upload-URL": f"{server.address}/upload/here", "X-Goog-Upload-Status": "active"})
            elif path == "/upload/here":
                name = f"files/{server.kept(data)}"
                file: Json = {"name": name, "uri": f"{server.address}/v1beta/{name}", "state": "ACTIVE", "mimeType": "application/jsonl"}
                self._send(200, json.dumps({"file": file}).encode(), {"X-Goog-Upload-Status": "final"})
            elif path.endswith(":batchGenerateContent"):
                source = re.search(r'"files/(\w+)"', data.decode())
                assert source is not None
                lines = server.files[source.group(1)].splitlines()
                job = server.add({line["key"]: line["request"] for line in map(json.loads, lines)})
                self._json(_google_job(job, "BATCH_STATE_PENDING"))
            else:
                self._send(404, b'{"error": {"message": "no such thing", "type": "not_found_error"}}', {})

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if found := re.fullmatch(r"/v1(?:beta)?/files/(\w+)(?:/content|:download)", path):
                self._send(200, server.files[found.group(1)], {})
            elif found := re.fullmatch(r"/v1/messages/batches/(\w+)/results", path):
                job = next(one for one in server.jobs if one.id == found.group(1))
                self._send(
                    200, _lines(_anthropic_line(server, id, body) for id, body in job.questions.items()), {"Content-Type": "application/x-jsonl"}
                )
            elif found := re.fullmatch(r"/v1/(?:messages/)?batches/(\w+)|/v1beta/batches/(\w+)", path):
                self._look(found.group(1) or found.group(2))
            else:
                self._send(404, b"{}", {})

        def _look(self, id: str) -> None:
            seen = server.look(id)
            if server.down:
                self._send(503, b'{"error": {"message": "down"}}', {"X-Should-Retry": "false"})
            elif seen is None:
                self._send(404, b'{"error": {"message": "no such job", "type": "not_found_error", "code": 404}}', {})
            elif "/messages/" in self.path:
                self._json(self._anthropic_job(*seen[:1], done=seen[1]))
            elif "/v1beta/" in self.path:
                self._json(_google_job(seen[0], "BATCH_STATE_SUCCEEDED" if seen[1] else "BATCH_STATE_RUNNING", server if seen[1] else None))
            else:
                self._json(_openai_job(seen[0], "completed" if seen[1] else "in_progress", server if seen[1] else None))

        def _anthropic_job(self, job: Job, *, done: bool) -> Json:
            counts = {"processing": 0, "succeeded": len(job.questions), "errored": 0, "canceled": 0, "expired": 0}
            return {
                "id": job.id,
                "type": "message_batch",
                "processing_status": "ended" if done else "in_progress",
                "request_counts": counts,
                "created_at": "2026-11-25T00:00:00Z",
                "expires_at": "2026-11-26T00:00:00Z",
                "ended_at": "2026-11-25T00:01:00Z" if done else None,
                "archived_at": None,
                "cancel_initiated_at": None,
                "results_url": f"{server.address}/v1/messages/batches/{job.id}/results" if done else None,
            }

        def _body(self) -> bytes:
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))

        def _json(self, body: Json) -> None:
            self._send(200, json.dumps(body).encode(), {})

        def _send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

    return Handler


def _lines(lines: Iterator[Json]) -> bytes:
    return b"\n".join(json.dumps(line).encode() for line in lines)


# OpenAI: requests of its Responses, in a file


def _uploaded(data: bytes) -> bytes:
    """The file in a multipart form."""
    boundary = data.partition(b"\r\n")[0]
    for part in data.split(boundary):
        head, _, body = part.partition(b"\r\n\r\n")
        if b"filename=" in head:
            return body.rstrip(b"\r\n")
    raise AssertionError("no file was uploaded")


def _openai_file(name: str) -> Json:
    return {"id": name, "object": "file", "bytes": 1, "created_at": 1, "filename": "batch.jsonl", "purpose": "batch", "status": "processed"}


def _openai_job(job: Job, status: str, done: BatchServer | None = None) -> Json:
    told: Json = {"id": job.id, "object": "batch", "endpoint": "/v1/responses", "completion_window": "24h", "created_at": 1}
    told |= {"status": status, "input_file_id": "file0"}
    if done is not None:
        told["output_file_id"] = done.kept(_lines(_openai_line(done, id, body) for id, body in job.questions.items()))
    return told


def _openai_line(server: BatchServer, id: str, body: Json) -> Json:
    said = _said(server, body)
    if said is None:
        error: Json = {"error": {"message": "it failed", "type": "invalid_request_error", "code": "bad"}}
        return {"id": "l", "custom_id": id, "response": {"status_code": 400, "request_id": "r", "body": error}, "error": None}
    item: Json = {"id": "m", "type": "message", "role": "assistant", "status": "completed"}
    item |= {"content": [{"type": "output_text", "text": said.text, "annotations": []}]}
    usage: Json = {"input_tokens": INPUT_TOKENS, "output_tokens": OUTPUT_TOKENS, "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS}
    usage |= {"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}
    reply: Json = {"id": "r", "object": "response", "created_at": 1, "model": "m", "status": "completed", "output": [item], "usage": usage}
    reply |= {"parallel_tool_calls": False, "tool_choice": "auto", "tools": []}
    return {"id": "l", "custom_id": id, "response": {"status_code": 200, "request_id": "r", "body": reply}, "error": None}


# Anthropic: requests in the body


def _anthropic_line(server: BatchServer, id: str, body: Json) -> Json:
    said = _said(server, body)
    if said is None:
        error = {"type": "error", "error": {"type": "invalid_request_error", "message": "it failed"}, "request_id": None}
        return {"custom_id": id, "result": {"type": "errored", "error": error}}
    message = reply_to(Asked(path="/v1/messages", headers={}, body=body), said)
    return {"custom_id": id, "result": {"type": "succeeded", "message": message}}


# Google: requests in a file


def _google_job(job: Job, state: str, done: BatchServer | None = None) -> Json:
    metadata: Json = {"@type": "type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch", "name": f"batches/{job.id}"}
    metadata |= {"model": "models/m", "displayName": "d", "state": state, "createTime": "2026-11-25T00:00:00Z"}
    told: Json = {"name": f"batches/{job.id}", "metadata": metadata}
    if done is not None:
        file = f"files/{done.kept(_lines(_google_line(done, id, body) for id, body in job.questions.items()))}"
        metadata["output"] = {"responsesFile": file}
        told |= {"done": True, "response": {"responsesFile": file}}
    return told


def _google_line(server: BatchServer, id: str, body: Json) -> Json:
    said = _said(server, body)
    if said is None:
        return {"key": id, "error": {"code": 3, "message": "it failed"}}
    return {"key": id, "response": reply_to(Asked(path="/generateContent", headers={}, body=body), said)}

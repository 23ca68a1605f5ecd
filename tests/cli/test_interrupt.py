"""Ctrl-C while a model is silent."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"


def test_an_interrupt_does_not_wait_for_a_model_that_says_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        model = f"openai-compatible:m@http://127.0.0.1:{silent.getsockname()[1]}/v1"
        args = [
            sys.executable,
            "-c",
            "import sys; from onlooker.cli import main; sys.exit(main())",
            "watch",
            str(SAMPLES),
            "--model",
            model,
            "--out",
            str(tmp_path / "out"),
        ]
        env = {**os.environ, "ONLOOKER_HOME": str(tmp_path / "home")}
        with subprocess.Popen(args, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as run:
            asked, _ = silent.accept()  # the first question has come, and stays without an answer
            run.send_signal(signal.SIGINT)
            said = run.communicate(timeout=25)[1]
        asked.close()
    assert run.returncode == 130
    assert said.splitlines()[-1] == "onlooker: interrupted; 0 of 6 sessions are read and kept; the same command goes on from there"
    assert not (tmp_path / "out").exists()

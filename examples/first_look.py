"""A first look at some sessions, cell by cell: open it in Jupyter, VS Code or Spyder, or run it whole.

python examples/first_look.py [PATH…]        default: the six sample recordings
"""

# %% Read everything under some paths. Nothing leaves the machine unless a model is configured.
import sys
from collections import Counter
from pathlib import Path

import onlooker

SAMPLES = Path(__file__).parent.parent / "samples"
paths = sys.argv[1:] or [str(SAMPLES)]

run = onlooker.watch(paths)
print(f"{len(run.sessions)} sessions read, {len(run.failed)} could not be")

# %% Who got what they came for?
WORDS = {True: "reached", False: "not reached", None: "unknown"}

for session in run.sessions:
    print(f"{WORDS[session.outcome.success]:12} {session.goal}")

# %% What stopped those who did not, and why do we believe it? `reported` leaves out what was refuted.
for session in run.sessions:
    for finding in session.findings:
        if finding.reported and finding.blocking:
            verdict = finding.evidence.verdict
            print(f"{finding.title}\n    {verdict.reason if verdict else 'not looked at'}")

# %% The proof: the entries a finding rests on, each told in one line.
troubled = max(run.sessions, key=lambda session: len(session.findings))
for finding in troubled.findings:
    print(finding.title)
    for mark in sorted(troubled.marks, key=lambda mark: mark.at_ms):
        if mark.id in finding.evidence.entries:
            print(f"    {mark.at_ms / 1000:6.1f} s  {mark.text}")

# %% Which rules lead the findings, over all sessions?
symptoms = Counter(finding.symptom for session in run.sessions for finding in session.findings if finding.reported)
for symptom, number in symptoms.most_common():
    print(f"{number:3} {symptom}")

# %% What would it take with a model? No key is needed to ask that.
estimate = onlooker.dry_run(paths, model="google:gemini-2.5-flash")
price = "unknown" if estimate.cost is None else f"${estimate.cost:.2f}"
print(f"{estimate.calls} calls, {estimate.input_tokens:,} tokens in: {price}")

# %% The report for people. `onlooker.write(run, "onlooker-report")` writes it with all the others.
page = onlooker.render(run, "html")
print(f"an HTML page of {len(page) // 1000} kB")

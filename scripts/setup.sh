#!/bin/sh
# Makes .venv with the command `onlooker` and everything `make check` and `make test` need, in the versions of constraints.txt.
# Needs Python 3.11 or newer, with its venv module; on a Debian without that module root gets it from apt, anyone else is told what to type.
# PYTHON=/path/to/python3.12 says which Python; when it is not set, the first one found that is new enough.
# A Chromium, which renders clips, is looked for too: on Debian root gets it from apt (about 175 MB), anyone else is told what to type. Everything but
# pictures works without; ONLOOKER_BROWSER=none leaves it out.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=""
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
  if new_enough "$candidate"; then
    python="$candidate"
    break
  fi
done
if [ -z "$python" ]; then
  say "Onlooker needs Python 3.11 or newer; ${PYTHON:-python3} is $("${PYTHON:-python3}" --version 2>/dev/null || echo 'not there')."
  say "Install one (Debian 12: apt-get install python3 python3-venv; macOS: brew install python@3.12; or python.org/downloads),"
  say "then: make PYTHON=/path/to/python3.12 setup"
  exit 1
fi

whole() { .venv/bin/python -c 'import pip' 2>/dev/null && new_enough .venv/bin/python; }

if ! whole; then
  if ! "$python" -c 'import venv, ensurepip; ensurepip.version()' 2>/dev/null; then
    package="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    if ! command -v apt-get >/dev/null; then
      say "$python has no venv module; install the package that brings it, or another Python, then: make setup"
      exit 1
    fi
    if [ "$(id -u)" != 0 ]; then
      say "$python has no venv module. Type: sudo apt-get install $package, then: make setup"
      exit 1
    fi
    say "$python has no venv module: installing $package"
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >&2
  fi
  "$python" -m venv --clear .venv
fi

say "Setting up .venv: a minute or two the first time"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'

tells() { .venv/bin/python -c "$1"; }
debian() { (. /etc/os-release && [ "$ID" = debian ]) 2>/dev/null; }

if [ -z "${ONLOOKER_BROWSER:-}" ] && ! tells 'import sys; from onlooker.renderers import find_browser; sys.exit(find_browser() is None)'; then
  if debian && [ "$(id -u)" = 0 ]; then
    say "Installing Chromium, which renders clips: about 175 MB"
    if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      chromium-headless-shell fonts-liberation fonts-dejavu-core fonts-noto-color-emoji; } >/dev/null; then
      say "apt could not install Chromium: no clips, all else works. To try again: sh scripts/setup.sh"
    fi
  else
    say "No Chromium: no clips, all else works. To get one, $(tells 'from onlooker.app.browsers import how_to_get; print(how_to_get())')"
  fi
fi

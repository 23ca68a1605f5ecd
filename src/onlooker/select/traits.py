"""What sets a session apart: bots, the team's own people, sessions with nothing in them. Each is told with its reason, and told cautiously:
a user who is taken for a bot is a problem that nobody will ever hear of.

1. A bot says so itself, by its user agent or in what the events tell; or it loads page after page faster than anybody reads and never touches one.
2. That a program drives the browser (a headless one, `webdriver`) is no proof: tests do that, and so do tools that fill forms for people. Where
   nothing is touched it is a bot; with the manners of a person it is told, and left out only when asked for.
3. A short session is one in which nothing was done and nothing went wrong. A page that breaks and is left after three seconds is no such one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from onlooker.domain.selection import Trait
from onlooker.domain.words import duration
from onlooker.select.pages import Shown
from onlooker.select.traces import Sent, Traces
from onlooker.select.who import persons, user_agent

SHORT_MS = 5_000
"""Others ask for 10 to 15 s, and lose those who left at once; here a session this short must hold no deed and no trouble besides."""
MACHINE_PAGES = 6
MACHINE_MS = 2_000
"""Half of the pages stayed for less than this: no reading, no login that forwards twice."""

_CRAWLER = re.compile(
    r"[\w-]*(?:(?<!cu)bot\b|crawl|spider|slurp|lighthouse|pagespeed|gtmetrix|pingdom|uptime|statuscake|site24x7|datadogsynthetics|prerender|"
    r"facebookexternal|meta-externalagent|bingpreview|ia_archiver|python-requests|scrapy|webpagetest)[\w-]*",
    re.IGNORECASE,
)
"""Words by which programs name themselves. CUBOT is a maker of phones."""
_DRIVER = re.compile(r"[\w-]*(?:headless|phantomjs|selenium|puppeteer|playwright|cypress)[\w-]*", re.IGNORECASE)
"""Words of browsers that a program drives."""
_BOT_KEYS = ("$is_bot", "$virt_is_bot")
_PERSON_BOT_KEYS = ("is_bot", "isBot", "bot")
_DRIVEN_KEYS = ("webdriver", "$webdriver", "navigator.webdriver", "navigator_webdriver", "is_webdriver")
_INTERNAL_KEYS = ("$internal_or_test_user", "$is_internal")
_OFTEN_INTERNAL_KEYS = ("is_internal", "isInternal", "is_internal_user", "internal_user", "is_employee", "is_test_user")
_PERSON_INTERNAL_KEYS = (*_INTERNAL_KEYS, *_OFTEN_INTERNAL_KEYS, "internal", "employee", "test_user")
"""Of a person such a name speaks of the person; of one event it may speak of a link, so there it has to be on most of them."""


def traits(traces: Traces, shown: Sequence[Shown], *, duration_ms: int, troubled: bool) -> Mapping[Trait, str]:
    """Each trait that holds, with why."""
    found: dict[Trait, str] = {}
    driven = _driven(traces.sent)
    if bot := _named(traces.sent) or _behaved(traces, shown, driven=driven, troubled=troubled):
        found[Trait.BOT] = bot
    elif driven:
        found[Trait.AUTOMATED] = driven
    if internal := _internal(traces.sent):
        found[Trait.INTERNAL] = internal
    if not (traces.full or traces.acts or shown or troubled or any(one.own for one in traces.sent)):
        found[Trait.EMPTY] = "it shows no page, no act and no event of the application's own"
    elif duration_ms < SHORT_MS and not traces.deeds and not troubled:
        found[Trait.SHORT] = f"{duration(duration_ms)} in which nothing was done"
    return found


def _named(sent: Sequence[Sent]) -> str:
    return _calls_itself(sent, _CRAWLER) or _set(sent, _BOT_KEYS, _PERSON_BOT_KEYS)


def _calls_itself(sent: Sequence[Sent], words: re.Pattern[str]) -> str:
    browser = next((name for one in sent if (name := one.text("$browser", 80))), "")
    word = words.search(user_agent(sent)) or words.search(browser)
    return f"its browser calls itself {word.group()}" if word is not None else ""


def _driven(sent: Sequence[Sent]) -> str:
    if any(one.properties.get("$browser_type") == "bot" for one in sent):
        return _calls_itself(sent, _DRIVER) or "$browser_type says bot"
    return _calls_itself(sent, _DRIVER) or next((f"{key} is set" for one in sent for key in _DRIVEN_KEYS if _yes(one.properties.get(key))), "")


def _behaved(traces: Traces, shown: Sequence[Shown], *, driven: str, troubled: bool) -> str:
    """Without a recording nobody knows of a pointer, so nothing is said."""
    loads = [page.at for page in shown if page.load]
    if not traces.snapshots or traces.acts:
        return ""
    if driven and (len(loads) > 1 or not troubled):
        return f"{driven}, and nothing was touched"
    paces = [two - one for one, two in pairwise(loads)]
    if len(loads) < MACHINE_PAGES or median(paces) >= MACHINE_MS:
        return ""
    return f"{len(loads)} pages, half of them for less than {duration(round(median(paces)) + 1)}, and nothing was touched"


def _internal(sent: Sequence[Sent]) -> str:
    often = Counter(key for one in sent for key in _OFTEN_INTERNAL_KEYS if _yes(one.properties.get(key)))
    most = next((f"{key} is set" for key, times in often.items() if times * 2 > len(sent)), "")
    return most or _set(sent, _INTERNAL_KEYS, _PERSON_INTERNAL_KEYS)


def _set(sent: Sequence[Sent], keys: Sequence[str], person_keys: Sequence[str]) -> str:
    """The first of the keys that is true, of an event or of its person."""
    said = (f"{key} is set" for one in sent for key in keys if _yes(one.properties.get(key)))
    return next(said, "") or next((f"{key} is set on the person" for told in persons(sent) for key in person_keys if _yes(told.get(key))), "")


def _yes(value: object) -> bool:
    return value is True or (isinstance(value, int) and value == 1) or (isinstance(value, str) and value.strip().lower() in ("true", "yes", "1"))

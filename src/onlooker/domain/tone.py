"""What a visible text says to its reader: it failed, it was refused, it is empty, it worked, please wait.

The vocabulary is English and general: words that any application uses about its own state, never a phrase of one. A negation turns
a good word bad ("was not saved"), and a count of zero turns a bad word good ("0 errors"). Words that are also names of
things ("error rate", "failed runs") weigh little on their own: `Reading.strength` tells a sentence about what happened from a bare word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Tone(StrEnum):
    FAILURE = "failure"
    """It did not work, and the system says so."""
    REFUSAL = "refusal"
    """The user's input is not taken as it is."""
    EMPTY = "empty"
    """Nothing was found."""
    QUESTION = "question"
    """The user must decide before it goes on."""
    SUCCESS = "success"
    BUSY = "busy"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`strength` 2: a sentence that says so; 1: a word that hints at it; 0: nothing of the kind."""

    tone: Tone
    strength: int


_DONE = (
    r"(?:saved|stored|sent|submitted|created|updated|added|removed|deleted|completed|placed|processed|published|deployed|uploaded|"
    r"imported|exported|edited|applied|registered|confirmed|accepted|booked|paid|changed|moved|copied|renamed|restored|connected|synced|"
    r"scheduled|recorded|subscribed|shared|archived|duplicated|logged|injected|started|stopped|finished|executed|loaded|found|shown|kept)"
)
_NOT = r"(?:not|never|n't|n’t|cannot|unable to|failed to|no longer)"

_FAILURE_STRONG = [
    rf"\b(?:was|were|is|are|has|have|had|could|can|did|does|do|will|would|been|be)\s*{_NOT}\b(?:\s+\w+){{0,3}}?\s+{_DONE}\b",
    rf"(?<!\w)(?:couldn|can|didn|won|wasn|weren|hasn|isn|aren)['’]t\b(?:\s+\w+){{0,3}}?\s+(?:{_DONE}|save|load|connect|find|open|send|reach|complete|process|access|delete|create|update|read|fetch|submit|start|log|sign)\b",
    r"\b(?:could|can|were|was|are|is)\s+not\s+(?:able|available|reachable|possible|working|respond|load|connect|find|save|open|complete|process)",
    r"^(?:unauthori[sz]ed|forbidden|access denied)\b|\b(?:save|load|update|create|delete|send|upload|submit|request|kernel|server|api|database) (?:error|failure)\b",
    r"\b(?:could|can) not be \w+|\bcould not \w+|\bunsuccessful\b|\bnot (?:a )?supported\b|\bunsupported\b|\btook too long\b|\btoo many requests\b",
    r"\b(?:rate limit|quota|limit|storage)\b.{0,20}\b(?:exceeded|reached|full)\b|\b[A-Z]+_(?:ERROR|FAILURE|EXCEPTION)\b|\bnothing (?:was|has been|could be) (?!found|lost|wrong|changed|here)\w+",
    r"\b(?:kernel|process|server|worker|service|connection|script|tab)\b.{0,20}\b(?:died|dead|crashed|killed|terminated|unresponsive|stopped responding)\b|\bdead kernel\b",
    r"\bdo(?:es)?(?: not|n['’]t) have (?:the )?(?:permission|access|right)|\bnot permitted\b|\blocked by\b|\b(?:someone else|another user)\b.{0,30}\b(?:saved|edited|changed|editing|locked)\b|\b(?:edited|saved|changed|locked) by (?:someone else|another)\b|^conflict\b",
    r"\bcannot\s+\w+|\bunable to\s+\w+|\bfailed to\s+\w+|\bfailure to\s+\w+|\bnot able to\s+\w+",
    r"\b\w+(?:ing)?\s+(?:has\s+|have\s+)?failed\b",
    r"\bfailed\s*[:!.(–—]|\bfailed\s+-\s|\bfailed$|\berror\s*[:!–—]|\berror occurred\b|\ban? (?:\w+ )?error\b",
    r"\b(?:went|gone) wrong\b|\bsorry\b|\boops\b|\bwhoops\b|\buh[- ]oh\b",
    r"\b(?:a|some) problems? (?:occurred|with|while|when|has)\b|\bproblem\s*:",
    r"\b(?:permission|access|request|login|payment|connection) (?:was |is |has been |not |could not be )*(?:denied|refused|rejected|forbidden|declined|lost|closed|expired)",
    r"\b(?:session|token|link|login) (?:has |is |was )?(?:expired|ended|invalid|timed out|closed)\b|\bsigned out\b|\blogged out\b",
    r"\b(?:internal server|server|network|gateway|connection|runtime|unexpected|unknown|fatal|syntax|type|reference|parse|validation) error\b",
    r"\b(?:HTTP|status(?: code)?|error|code)[ :-]*(?:4\d\d|5\d\d)\b|^(?:4\d\d|5\d\d)[\s:,–-]+(?:bad|not|forbidden|unauthori|internal|service|gateway|error|request|method|conflict|too many|page|server|oops)",
    r"\bbad (?:gateway|request)\b|\bservice unavailable\b|\bgateway time-?out\b|\btimed? ?out\b|\bpage not found\b|\bnot found\b(?=[.!]|$)",
    r"\b(?:is|are|currently|temporarily) (?:un|not )available\b|\bout of (?:stock|service|order|memory)\b|\bread-?only\b",
    r"\bplease try again\b|\btry again later\b|\bno connection\b|\b(?:connection|changes?|work|data) (?:was |were |is |are |been )?lost\b|\bdisconnected\b|\boffline\b",
    r"\b(?:has|have|had) been (?:cancelled|canceled|rejected|refused|declined|blocked|suspended|aborted)\b|\b(?:was|were) (?:rejected|refused|declined|blocked|aborted|discarded)\b",
    r"\bnot (?:completed|saved|stored|sent|submitted|processed|authori[sz]ed|permitted|supported|responding|reachable)\b|\bcrash(?:ed)?\b|\baborted\b",
    r"\bconflict(?:s|ed)?\b.*\b(?:version|changes?|server|merge|file|flows?)\b|\b(?:changed|modified|more recent|newer)\b.*\b(?:on (?:the )?(?:server|disk)|by (?:an|some)other)\b|\b(?:server|disk)\b.*\b(?:more recent|newer)\b",
]
_FAILURE_WEAK = [
    r"\berrors?\b|\bfail(?:ed|s|ure|ing)?\b|\bexceptions?\b|\bdenied\b|\bforbidden\b|\bexpired\b|\bunavailable\b|\binvalid\b|\bproblems?\b|\bcancell?ed\b|\brejected\b|\brefused\b|\bwarning\b|\bblocked\b",
    # An issue is a thing of its own in many applications: "issue 12 created".
    r"\b(?:an?|some|several) (?:\w+ )?issues?\b|\bissues? (?:with|while|when|occurred|detected)\b|^issues?\b(?! #?\d)",
]
_REFUSAL_STRONG = [
    r"\brequired\b.{0,60}\b(?:not (?:supplied|given|provided|filled|set)|missing|empty)\b|\bmissing required\b",
    r"\b(?:is|are) (?:not (?:a )?valid|invalid|required|too (?:short|long|large|small|big|many|few|common)|missing|not allowed)\b",
    r"\bthis field\b|\bfield (?:is )?required\b|\bvalidation errors?\b|\bcannot be (?:blank|empty|null|negative|more|less)\b",
    r"\bplease (?:correct|fix|check|review|resolve)\b",
    r"\b(?:enter|select|choose|provide) an? (?:valid|different|number|date)\b|\bnot a valid\b|\binvalid\s+\w+",
    r"\balready (?:exists?|taken|in use|used|registered)\b|\bdo(?:es)? not (?:match|exist)\b|\bdoesn['’]t match\b",
    r"\b(?:a )?(?:maximum|minimum) of\b|\bno more than\b|\bexceeds?\b|\bsome errors\b|\bfound (?:some )?errors\b|\berrors? below\b",
]
_REFUSAL_WEAK = [
    r"\b(?:please|must|should|you need to)\b.*\b(?:enter|provide|select|choose|fill|specify|be at least|be at most|be a valid|be unique|contain|match|use)\b",
]
"""What a form asks for before anybody has filled it, in the words it would refuse with."""
_EMPTY_STRONG = [
    r"\b(?:found\s+)?(?<![\d.,])0\s+(?:\w+\s+)?(?:results?|matches|items?|hits|records?|entries|rows|runs|products|documents|pages?|files?)\b(?!\s*(?:errors?|failed))",
    r"\bno\s+(?:\w+\s+){0,3}(?:results?|matches|hits|records?|items|entries|rows|data|runs|products|documents|files|pages|experiments|images|models)\b(?:\s+(?:were\s+|was\s+|have been\s+)?(?:found|match|to (?:show|display)|yet|available|returned))?",
    r"\bnothing (?:was )?(?:found|to (?:show|see|display)|here|matches)\b|\bdid(?: not|n['’]t) (?:match|return|find) any\b|\b(?:is|are) empty\b|\bthere (?:is|are) no\b",
]
_SUCCESS_STRONG = [
    r"\bsuccess(?:fully)?\b|\bthank(?:s| you)\b|\bcongratulations\b|\ball (?:set|done)\b|\bconfirmation\b|\border number\b|\breference number\b",
    rf"\b(?:has|have|had|was|were|is|are) (?:now |been |just |already |successfully )*{_DONE}\b|\b{_DONE}(?: \w+){{0,2}}?(?: successfully| to (?:the |your )\w+)\b",
    rf"\b{_DONE} ok\b|^(?!.*\bget \w+$)(?:[\w'’]+ ){{0,5}}{_DONE}[.!]?$|^{_DONE}\s+\d+\s+\w+",
    r"\b\w+ing (?:has |is |was )?(?:completed?|done|finished|succeeded)\b",
    rf"\byou(?:['’]ve| have)? (?:successfully )?{_DONE}\b",
]
_BUSY_STRONG = [
    r"\b(?:loading|please wait|one moment|just a (?:moment|second)|in progress|hang on|working on it|processing|connecting|reconnecting|initiali[sz]ing)\b\s*(?:…|\.\.\.|$|[^.]{0,40}(?:…|\.\.\.))",
    r"\b(?:we|it)(?: are| is|['’]re|['’]s) (?:now |currently |just |still )*(?:trying to \w+|sending|processing|finali[sz]ing|preparing|creating|generating|saving|loading|checking|working on)\b",
    r"\b(?:hang tight|hold on|bear with us)\b",
    r"^\w+ing\b[^.!?]{0,40}(?:…|\.\.\.)$|^(?:loading|please wait|processing|saving|searching|connecting)\b(?! (?:completed?|done|finished|succeeded|failed))",
]
_QUESTION_STRONG = [
    r"\bare you sure\b|\bdo you (?:really )?want to\b|\bwould you like to\b|\b(?:lose|discard|save|have) (?:your |any |the )?unsaved changes\b|\bleave (?:this )?(?:page|site)\b|\boverwrite\b.*\?|\bdiscard\b.*\?|\b(?:revert|reload)\b.*\?",
]
_HARMLESS = [
    r"\b(?:0|no|zero|without(?: any)?) (?:\w+ )?(?:errors?|failures?|problems?|issues?|warnings?|exceptions?|conflicts?)\b",
    r"\b(?:error|failure|exception|issue|problem)s? (?:rate|log|logs|tracker|tracking|report|reports|bars?|handling|boundary|type|code|page|message|messages|analysis|margin)\b",
    r"\b(?:mean|standard|squared|absolute|train(?:ing)?|test|rmse|mse|mae)[\w ]{0,20}\berrors?\b",
    r"\b(?:report|contact|file|open|track|view|show|hide|filter|see) (?:an? |the |all )?(?:error|errors|issue|issues|problem|problems|bug)\b",
    r"\b(?:cannot|can ?not|can['’]t) (?:later )?be (?:undone|reversed|reverted|recovered|restored|changed (?:later|afterwards))\b|\bno undo\b",
    r"\bnothing (?:is |was |will be )?(?:wrong|lost)\b|\btrouble ?shooting\b|\bif (?:you|this|it|the|there|your)\b[^.]{0,60}\b(?:fail|error|problem|wrong|issue|trouble)",
]


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_OWN_FAULT = [
    r"\b(?:went|gone) wrong\b|\b(?:unexpected|unknown|internal|server|fatal|runtime|system) (?:\w+ )?(?:error|failure|problem)\b|\b(?:unexpected|unknown) \w+ (?:error|failure)\b",
    r"\b(?:error|problem) (?:has |have )?(?:occurred|happened)\b|\bcrash(?:ed)?\b|\btry again later\b|\btechnical (?:problem|difficult|error|issue)",
    r"\b(?:service|server|system) (?:is )?(?:currently |temporarily )?(?:unavailable|down|not responding|not available)\b|\bbad gateway\b|\bgateway time-?out\b",
    r"\b(?:HTTP|status(?: code)?|error|code)[ :-]*5\d\d\b|\b\w{2,}(?:Error|Exception):|\btraceback\b",
]
_DESCRIBING = [
    r"\b(?:currently|not (?:yet )?(?:supported|available)|unsupported|unavailable|read-?only|deprecated|experimental|only (?:available|supported|works?))\b",
]
_HARMLESS_RE = _any(_HARMLESS)
_DESCRIBING_RE = _any(_DESCRIBING)
_OWN_FAULT_RE = _any(_OWN_FAULT)
_NOTHING_FOUND_RE = re.compile(r"\b(?:could|can|did)(?:n['’]t| ?not) (?:find|match|locate|see) any\b", re.IGNORECASE)
"""A search that worked, in the words of one that did not."""
_ORDER = (
    (Tone.REFUSAL, _any(_REFUSAL_STRONG)),
    (Tone.FAILURE, _any(_FAILURE_STRONG)),
    (Tone.EMPTY, _any(_EMPTY_STRONG)),
    (Tone.QUESTION, _any(_QUESTION_STRONG)),
    (Tone.BUSY, _any(_BUSY_STRONG)),
    (Tone.SUCCESS, _any(_SUCCESS_STRONG)),
)
_WEAK_FAILURE_RE = _any(_FAILURE_WEAK)
_WEAK_REFUSAL_RE = _any(_REFUSAL_WEAK)
_IF_RE = re.compile(r"\b(?:if|unless|in case|should (?:you|this|it))\b", re.IGNORECASE)
_SENTENCE_RE = re.compile(r"(?<=[.!?])\s+|\s*[\n;]\s*")
_CONDITION_RE = re.compile(
    r"^(?:(?:please )?note(?: that)?:? |but |and |so |also,? )?(?:if|unless|in case|should (?:you|this|it))\b.*$", re.IGNORECASE
)
_CONDITIONAL_RE = re.compile(r"(?:,|\bso|\bbut|\band|\bor) (?:if|unless|in case)\b.*$", re.IGNORECASE)
_READ_AT_MOST = 400
_QUOTED_RE = re.compile(r"(?<!\w)(?:'[^']{1,80}'|\"[^\"]{1,80}\"|“[^”]{1,80}”|‘[^’]{1,80}’|`[^`]{1,80}`|«[^»]{1,80}»)(?!\w)")
"""What is named in quotes is a name, and says nothing of how it went: a job may be called 'failed-orders'."""


@lru_cache(maxsize=8192)
def read(text: str) -> Reading:
    """How a visible text reads. Only the first 400 characters count: a message is short, an article about errors is not."""
    text = " ".join(text[:_READ_AT_MOST].split())
    text = _QUOTED_RE.sub("it", text) if len(text) > 2 and not _QUOTED_RE.fullmatch(text) else text
    text = _unconditional(text)
    reading = _read(text)
    if reading.strength == 0:
        return reading
    cleared = _HARMLESS_RE.sub(" ", text)
    return reading if cleared == text else _read(cleared)


def _unconditional(text: str) -> str:
    """Without what would be if something were: it explains, and tells of nothing that happened."""
    if not _IF_RE.search(text):
        return text
    told = (_CONDITIONAL_RE.sub("", sentence) for sentence in _SENTENCE_RE.split(text))
    return " ".join(sentence for sentence in told if not _CONDITION_RE.match(sentence))


def _read(text: str) -> Reading:
    if _NOTHING_FOUND_RE.search(text):
        return Reading(tone=Tone.EMPTY, strength=2)
    for tone, pattern in _ORDER:
        if pattern.search(text):
            return Reading(tone=tone, strength=2)
    if _WEAK_FAILURE_RE.search(text):
        return Reading(tone=Tone.FAILURE, strength=1)
    if _WEAK_REFUSAL_RE.search(text):
        return Reading(tone=Tone.REFUSAL, strength=1)
    return Reading(tone=Tone.NEUTRAL, strength=0)


def own_fault(text: str) -> bool:
    """Whether a message of failure names a fault of the machine, or no reason at all, instead of something the user could mend or must accept."""
    return _OWN_FAULT_RE.search(text[:_READ_AT_MOST]) is not None


def describes(text: str) -> bool:
    """Whether it may as well say how a thing always is ("not supported on phones") as what became of an act."""
    return _DESCRIBING_RE.search(text[:_READ_AT_MOST]) is not None and not own_fault(text)


def tone(text: str) -> Tone:
    """The tone of a text whose place already says that it is a message (an alert, a dialog, a validation line)."""
    return read(text).tone

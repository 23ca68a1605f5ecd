"""What posthog-js asks before it records, and the answers: record the session, its console and its network; no flags, no surveys."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

Answer = Mapping[str, object]


def remote_config(key: str) -> Answer:
    """Named as in posthog-js 1.449."""
    return {
        "token": key,
        "supportedCompression": ["gzip", "gzip-js"],
        "hasFeatureFlags": False,
        "captureDeadClicks": True,
        "capturePerformance": {"network_timing": True, "web_vitals": False, "web_vitals_allowed_metrics": None},
        "autocapture_opt_out": False,
        "autocaptureExceptions": True,
        "errorTracking": {"autocaptureExceptions": True, "suppressionRules": []},
        "analytics": {"endpoint": "/i/v0/e/"},
        "elementsChainAsString": True,
        "sessionRecording": {
            "endpoint": "/s/",
            "recorderVersion": "v2",
            "consoleLogRecordingEnabled": True,
            "scriptConfig": {"script": "lazy-recorder"},
            "networkPayloadCapture": {"recordBody": False, "recordHeaders": False},
            "masking": None,
            "sampleRate": None,
            "minimumDurationMilliseconds": None,
            "linkedFlag": None,
            "urlTriggers": [],
            "urlBlocklist": [],
            "eventTriggers": [],
            "recordCanvas": False,
        },
        "heatmaps": False,
        "surveys": False,
        "productTours": False,
        "conversations": False,
        "logs": {"captureConsoleLogs": False},
        "siteApps": [],
        "siteAppsJS": [],
        "toolbarParams": {},
        "isAuthenticated": False,
        "defaultIdentifiedOnly": True,
    }


def config_script(key: str) -> bytes:
    name = msgspec.json.encode(key)
    config = msgspec.json.encode({"config": remote_config(key), "siteApps": []})
    return b"(window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{})[" + name + b"]=" + config + b";"


def flags(key: str, *, with_config: bool) -> Answer:
    """Of `/flags/`: there are none."""
    answer: dict[str, object] = dict(remote_config(key)) if with_config else {}
    return answer | {"flags": {}, "featureFlags": {}, "featureFlagPayloads": {}, "errorsWhileComputingFlags": False, "quotaLimited": []}
